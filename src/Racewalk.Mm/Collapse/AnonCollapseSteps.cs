namespace Racewalk.Mm.Collapse;

/// <summary>Names of the steps that the whole collapse of anonymous memory has besides <see cref="CollapseSteps"/>.</summary>
public static class AnonCollapseSteps
{
    /// <summary>K0: look at the PTEs, with mmap_lock for reading and the PTE lock.</summary>
    public const string Scan = "scan-ptes";

    /// <summary>K2: find the table again, with mmap_lock for reading.</summary>
    public const string FindPmd = "find-pmd";

    /// <summary>K3: take mmap_lock.</summary>
    public const string MmapLock = "collapse-mmap-lock";

    /// <summary>K3: the VMA is still there, and may have huge pages.</summary>
    public const string RevalidateVma = "revalidate-vma";

    /// <summary>K3: the PMD entry still points to a table.</summary>
    public const string RevalidatePmd = "revalidate-pmd";

    /// <summary>K4: keep out faults that take only the lock of the VMA.</summary>
    public const string VmaStartWrite = "vma-start-write";

    /// <summary>K5: keep out those that find pages by rmap.</summary>
    public const string AnonVmaLock = "anon-vma-lock";

    /// <summary>K6: tell secondary MMUs.</summary>
    public const string NotifierStart = "notifier-start";

    /// <summary>K7: take the PMD lock.</summary>
    public const string PmdLock = "collapse-pmd-lock";

    /// <summary>K7, where mmap_lock is held for reading: the PMD entry points to a table under the PMD lock.</summary>
    public const string RecheckPmd = "collapse-recheck-pmd";

    /// <summary>K8: secondary MMUs may go on.</summary>
    public const string NotifierEnd = "notifier-end";

    /// <summary>K9: take the PTE lock.</summary>
    public const string PteLock = "collapse-pte-lock";

    /// <summary>K9: lock a page and isolate it from the LRU list.</summary>
    public const string Isolate = "isolate-page";

    /// <summary>K10: the anon_vma's lock is kept until nobody can miss the table: it is back, or all its pages are locked and isolated.</summary>
    public const string AnonVmaKept = "anon-vma-kept";

    /// <summary>K14 of an order below the PMD's: put the table back.</summary>
    public const string PopulatePmd = "collapse-populate-pmd";

    /// <summary>K15 of an order below the PMD's: map the new pages in it.</summary>
    public const string SetPtes = "collapse-set-ptes";

    /// <summary>K10: give the anon_vma's lock back.</summary>
    public const string AnonVmaUnlock = "anon-vma-unlock";

    /// <summary>K14: BUG_ON: nobody has put anything into the PMD entry.</summary>
    public const string BugOnPmd = "bug-on-pmd";

    /// <summary>K14: the huge page is mapped once.</summary>
    public const string AddRmap = "add-new-rmap";

    /// <summary>K16: give mmap_lock back.</summary>
    public const string MmapUnlock = "collapse-mmap-unlock";
}
