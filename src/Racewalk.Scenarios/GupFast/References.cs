using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>Reference counts must add up when everybody is done.</summary>
internal static class References
{
    /// <summary>Checks the counts of all small pages.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="world">Its memory.</param>
    /// <param name="gotPfn">The frame that GUP-fast returned; 0 if none.</param>
    /// <param name="gotReferences">The references that it holds.</param>
    /// <param name="mapped">Whether the small pages are still mapped.</param>
    /// <param name="others">References that somebody else holds by then.</param>
    internal static FailureNote? Check(
        IExecution execution, GupWorld world, ulong gotPfn, ulong gotReferences, bool mapped, ulong others = 0)
    {
        foreach (ulong pfn in world.SmallPages)
        {
            ulong expected = (mapped ? 1UL : 0) + (pfn == gotPfn ? gotReferences : 0) + others;
            ulong actual = execution.Final(GupWorld.Refcount(pfn));
            if (actual != expected)
            {
                return new FailureNote(
                    ViolationKind.Assertion, $"{world.Memory.Name(GupWorld.Refcount(pfn))} is {actual} in the end, but {expected} references are held");
            }
        }

        return null;
    }
}
