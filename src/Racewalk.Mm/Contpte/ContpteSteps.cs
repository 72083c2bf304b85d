namespace Racewalk.Mm.Contpte;

/// <summary>Names of the steps of contiguous sets.</summary>
public static class ContpteSteps
{
    /// <summary>ptep_get_lockless: read the entry.</summary>
    public const string Read = "lockless-read";

    /// <summary>ptep_get_lockless: read the whole set for the access flag and the dirty state.</summary>
    public const string Gather = "lockless-gather";

    /// <summary>ptep_get_lockless: each entry of the set must go with the first, or all is read again.</summary>
    public const string Validate = "lockless-validate";

    /// <summary>contpte_convert: every entry of the set becomes invalid.</summary>
    public const string Break = "convert-break";

    /// <summary>contpte_convert: the flush between old and new entries.</summary>
    public const string MiddleFlush = "convert-middle-flush";

    /// <summary>contpte_convert: write the new entries.</summary>
    public const string Make = "convert-make";

    /// <summary>contpte_wrprotect_ptes: in place.</summary>
    public const string WriteProtect = "wrprotect-block";

    /// <summary>contpte_ptep_test_and_clear_young: in place.</summary>
    public const string ClearYoung = "clear-young-block";

    /// <summary>contpte_set_ptes: a whole set where nothing is mapped.</summary>
    public const string SetBlock = "set-block";

    /// <summary>contpte_get_and_clear_full_ptes: a whole set goes without being unfolded.</summary>
    public const string ClearBlock = "clear-block";
}
