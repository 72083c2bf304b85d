namespace Racewalk.Mm.Pae;

/// <summary>Names of the steps of entries of two words.</summary>
public static class PaeSteps
{
    /// <summary>ptep_get_lockless: the high word is read after the low word.</summary>
    public const string FirstRmb = "lockless-rmb-first";

    /// <summary>ptep_get_lockless: the low word is read again after the high word.</summary>
    public const string SecondRmb = "lockless-rmb-second";

    /// <summary>ptep_get_lockless: again, if the low word has changed.</summary>
    public const string CompareLow = "lockless-compare-low";

    /// <summary>native_set_pte: the high word is there before the low word.</summary>
    public const string SetWmb = "set-pte-wmb";

    /// <summary>native_pte_clear: the low word is gone before the high word.</summary>
    public const string ClearWmb = "clear-pte-wmb";
}
