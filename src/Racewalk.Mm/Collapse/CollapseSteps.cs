namespace Racewalk.Mm.Collapse;

/// <summary>Names of the collapse's steps.</summary>
public static class CollapseSteps
{
    /// <summary>MMU notifiers before K1 and behind K2.</summary>
    public const string Notify = "collapse-notify";

    /// <summary>K1: make the PMD entry none.</summary>
    public const string ClearPmd = "clear-pmd";

    /// <summary>K2 on ppc64: the barrier of serialize_against_pte_lookup.</summary>
    public const string SerializeMb = "serialize-mb";

    /// <summary>K2 on ppc64: the interrupt of serialize_against_pte_lookup.</summary>
    public const string SerializeIpi = "serialize-ipi";

    /// <summary>K2 as proposed: an interrupt on every architecture.</summary>
    public const string CollapseIpi = "collapse-ipi";

    /// <summary>K3: an interrupt to every CPU, so that no walker is left in the table.</summary>
    public const string TableSyncIpi = "table-sync-ipi";

    /// <summary>K4: nobody but the page tables holds a reference.</summary>
    public const string CheckRefcount = "check-refcount";

    /// <summary>K5: copy the data.</summary>
    public const string Copy = "copy";

    /// <summary>K6: clear the PTEs and put the old pages.</summary>
    public const string ClearPtes = "clear-ptes";

    /// <summary>K7: keep the empty table for a later split.</summary>
    public const string DepositTable = "deposit-table";

    /// <summary>K8: the copy is visible before the PMD entry that maps it.</summary>
    public const string UptodateWmb = "uptodate-wmb";

    /// <summary>K8: map the huge page.</summary>
    public const string SetHugePmd = "set-huge-pmd";

    /// <summary>K8 of a part of a table: the table comes back.</summary>
    public const string PopulatePmd = "populate-pmd";

    /// <summary>K8 of a part of a table: map the new folio by PTEs.</summary>
    public const string SetPtes = "set-ptes";

    /// <summary>The collapse fails: put the table back.</summary>
    public const string RepopulatePmd = "repopulate-pmd";
}
