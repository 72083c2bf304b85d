using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>Whether a read-modify-write wrote, as the instructions behind it find out.</summary>
internal static class Outcome
{
    /// <summary>Whether it wrote. For a conditional one this is the branch that is in the assembly, so it records control.</summary>
    internal static bool Wrote(RmwKind kind, Word seen, Word comparand)
    {
        switch (kind)
        {
            case RmwKind.CompareExchange:
                return seen == comparand ? true : false;
            case RmwKind.AddUnless:
                return seen != comparand ? true : false;
            default:
                return true;
        }
    }
}
