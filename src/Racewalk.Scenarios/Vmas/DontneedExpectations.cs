namespace Racewalk.Scenarios.Vmas;

/// <summary>What each configuration of khugepaged/dontneed must give.</summary>
internal static class DontneedExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("arch=arm64", "mmap_lock for writing: MADV_DONTNEED comes before or after the collapse"),
        Expect.Holds("arch=x86-64", "mmap_lock for writing"),
        Expect.Holds("arch=sc", "mmap_lock for writing"),
        Expect.Violated("arch=arm64 -collapse-mmap-lock", "mutant: MADV_DONTNEED finds the entry none and skips it"),
        Expect.Violated("arch=x86-64 -collapse-mmap-lock", "mutant"),
        Expect.Violated("arch=sc -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=lkmm", "mmap_lock for writing"),
        Expect.Violated("arch=lkmm -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=arm64 -vma-start-write", "redundant here: MADV_DONTNEED takes mmap_lock"),
        Expect.Holds("arch=arm64 -collapse-pmd-lock", "redundant here: nobody else is in the tables"),
        Expect.Holds("arch=sc scan=yes", "what the scan finds is a hint: the table may have been emptied since"),
        Expect.Violated("arch=sc scan=yes -collapse-mmap-lock", "mutant"),

        // The proposal: 4a.
        Expect.Violated("arch=arm64 locks=mmap-read", "4a: pmd_none is taken for nothing, and then the huge page comes with the old data"),
        Expect.Violated("arch=x86-64 locks=mmap-read", "4a"),
        Expect.Violated("arch=sc locks=mmap-read", "4a: needs no weak memory"),
        Expect.Violated("arch=arm64 locks=pmd-kept", "whoever finds nothing takes no lock"),
        Expect.Violated("arch=x86-64 locks=pmd-kept", "whoever finds nothing takes no lock"),
        Expect.Violated("arch=sc locks=pmd-kept", "whoever finds nothing takes no lock"),

        // Whether or not the collapse succeeds.
        Expect.Holds("arch=sc pinned=yes", "mmap_lock for writing"),
        Expect.Violated("arch=sc pinned=yes -collapse-mmap-lock", "mutant: the table comes back, with the pages"),
        Expect.Violated("arch=sc pinned=yes locks=mmap-read", "4a: the table comes back, with the pages"),
        Expect.Violated("arch=sc pinned=yes locks=pmd-kept", "whoever finds nothing takes no lock"),

        // Others recheck.
        Expect.Violated("arch=sc locks=mmap-read none=back-off", "the PMD lock is free during the copy, so the entry is still none under it"),
        Expect.Violated("arch=sc locks=pmd-kept none=back-off", "to back off is to leave the memory there"),
        Expect.Violated("arch=arm64 locks=pmd-kept none=back-off", "to back off is to leave the memory there"),
        Expect.Violated("arch=sc locks=mmap-read none=retry", "the PMD lock is free during the copy, so the entry is still none under it"),
        Expect.Holds("arch=arm64 locks=pmd-kept none=retry", "the walker waits for the collapse, finds the huge page and zaps that"),
        Expect.Holds("arch=x86-64 locks=pmd-kept none=retry", "the walker waits for the collapse"),
        Expect.Holds("arch=sc locks=pmd-kept none=retry", "the walker waits for the collapse"),
        Expect.Violated("arch=arm64 locks=pmd-kept none=retry -collapse-pmd-lock", "mutant: there is nothing to wait for"),
        Expect.Violated("arch=x86-64 locks=pmd-kept none=retry -collapse-pmd-lock", "mutant"),
        Expect.Violated("arch=sc locks=pmd-kept none=retry -collapse-pmd-lock", "mutant"),
    ];
}
