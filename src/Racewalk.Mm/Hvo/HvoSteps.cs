namespace Racewalk.Mm.Hvo;

/// <summary>Names of the steps of optimising and restoring the memmap of a hugetlb folio.</summary>
public static class HvoSteps
{
    /// <summary>The page that becomes a tail loses its last reference, and is freed.</summary>
    public const string PutPage = "put-page";

    /// <summary>The free pages become a compound page.</summary>
    public const string PrepareTail = "prep-compound-tail";

    /// <summary>W0: freeze the count of the head.</summary>
    public const string Freeze = "freeze";

    /// <summary>W1a: is the PMD entry a leaf?</summary>
    public const string LookAtPmd = "split-look";

    /// <summary>W1b: fill a table of PTEs.</summary>
    public const string FillTable = "split-fill-table";

    /// <summary>W1c: is the PMD entry still a leaf, under the lock?</summary>
    public const string RecheckPmd = "split-recheck";

    /// <summary>W1c: the PTEs are visible before the PMD entry.</summary>
    public const string SplitWmb = "split-wmb";

    /// <summary>W1c: the PMD entry points to the table.</summary>
    public const string PopulatePmd = "split-populate";

    /// <summary>W1c: flush what the block mapped.</summary>
    public const string SplitFlush = "split-flush";

    /// <summary>W3: increment the static key.</summary>
    public const string KeyInc = "key-inc";

    /// <summary>W3, R1: wait for a grace period.</summary>
    public const string SynchronizeRcu = "synchronize-rcu";

    /// <summary>W4: set the flag in the old head.</summary>
    public const string SetFlag = "set-optimized-flag";

    /// <summary>W5: copy the head's page.</summary>
    public const string CopyHead = "copy-head";

    /// <summary>E7: find the shared page of tails.</summary>
    public const string GetTail = "get-shared-tail";

    /// <summary>E7: nobody had one: fill one.</summary>
    public const string FillTail = "fill-shared-tail";

    /// <summary>E7: publish it.</summary>
    public const string PublishTail = "publish-shared-tail";

    /// <summary>W6: the copy is visible before the entry that maps it.</summary>
    public const string RemapWmb = "remap-wmb";

    /// <summary>W6: map the head's copy.</summary>
    public const string RemapHead = "remap-head";

    /// <summary>W6: map the tails read-only to the shared page.</summary>
    public const string RemapTail = "remap-tail";

    /// <summary>arm64: dsb(ishst) behind the store of a kernel entry.</summary>
    public const string SetPteDsb = "set-pte-dsb-ishst";

    /// <summary>arm64: isb behind it.</summary>
    public const string SetPteIsb = "set-pte-isb";

    /// <summary>W7, R4: flush the TLBs.</summary>
    public const string RemapFlush = "remap-flush";

    /// <summary>W8: free the old pages.</summary>
    public const string FreePages = "free-vmemmap-pages";

    /// <summary>U1, R5: unfreeze the count.</summary>
    public const string Unfreeze = "unfreeze";

    /// <summary>U1, R5: with release.</summary>
    public const string UnfreezeRelease = "unfreeze-release";

    /// <summary>R3: copy the shared page.</summary>
    public const string CopyTail = "copy-tail";

    /// <summary>R3: overwrite what the copy has of the head.</summary>
    public const string ResetStructPages = "reset-struct-pages";

    /// <summary>R3: the copy is visible before the entry that maps it.</summary>
    public const string RestoreWmb = "restore-wmb";

    /// <summary>R3: map the tails writable to their own pages.</summary>
    public const string RestorePte = "restore-pte";

    /// <summary>R5: clear the flag.</summary>
    public const string ClearFlag = "clear-optimized-flag";

    /// <summary>R5: decrement the static key.</summary>
    public const string KeyDec = "key-dec";

    /// <summary>The pages of the folio are free: a tail becomes a page of its own.</summary>
    public const string FreeFolio = "free-folio";
}
