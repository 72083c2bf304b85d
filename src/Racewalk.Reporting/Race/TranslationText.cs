using Racewalk.Programs;

namespace Racewalk.Reporting.Race;

/// <summary>Faults in words.</summary>
internal static class TranslationText
{
    /// <summary>A class of faults, with its article.</summary>
    public static string Fault(FaultClass fault) => fault switch
    {
        FaultClass.Translation => "a translation fault",
        FaultClass.AccessFlag => "an access flag fault",
        _ => "a permission fault",
    };
}
