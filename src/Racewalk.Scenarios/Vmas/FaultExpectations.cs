namespace Racewalk.Scenarios.Vmas;

/// <summary>What each configuration of khugepaged/fault must give.</summary>
internal static class FaultExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        // As it is: the write lock of the VMA keeps faults out.
        Expect.Holds("arch=arm64", "K4: the VMA is write-locked"),
        Expect.Holds("arch=x86-64", "K4"),
        Expect.Holds("arch=sc", "K4"),
        Expect.Violated("arch=arm64 -vma-start-write", "missing K4: the VMA's own lock passes mmap_lock by"),
        Expect.Violated("arch=x86-64 -vma-start-write", "missing K4"),
        Expect.Violated("arch=sc -vma-start-write", "missing K4"),
        Expect.Violated("arch=arm64 -vma-start-read-recheck", "mutant: write-locked between the check and the trylock"),
        Expect.Violated("arch=sc -vma-start-read-recheck", "mutant"),
        Expect.Holds("arch=lkmm", "K4"),
        Expect.Violated("arch=lkmm -vma-start-write", "missing K4"),
        Expect.Violated("arch=lkmm -vma-start-read-recheck", "mutant"),
        Expect.Holds("arch=arm64 -vma-start-read-check", "redundant: the check behind the trylock is the one that counts"),
        Expect.Holds("arch=sc fault=read", "K4"),
        Expect.Violated("arch=sc fault=read -vma-start-write", "missing K4: the zero page over data"),
        Expect.Holds("arch=sc fault=huge", "K4"),
        Expect.Violated("arch=sc fault=huge -vma-start-write", "missing K4: a huge page of zeros over data"),
        Expect.Holds("arch=arm64 fault-lock=mmap", "K3: mmap_lock for writing"),
        Expect.Violated("arch=arm64 fault-lock=mmap -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=sc fault-lock=mmap", "K3"),
        Expect.Violated("arch=sc fault-lock=mmap -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=sc fault-lock=mmap -vma-start-write", "redundant without per-VMA locks"),

        // The proposal with the PMD lock given back for the copy: 4b.
        Expect.Violated("arch=arm64 locks=mmap-read", "4b: pmd_none, so the fault allocates a table and maps a page of zeros"),
        Expect.Violated("arch=x86-64 locks=mmap-read", "4b"),
        Expect.Violated("arch=sc locks=mmap-read", "4b: needs no weak memory"),
        Expect.Violated("arch=sc locks=mmap-read -bug-on-pmd", "4b: without the BUG_ON the data is lost silently"),
        Expect.Violated("arch=sc locks=mmap-read fault=read", "4b: the zero page"),
        Expect.Violated("arch=arm64 locks=mmap-read fault=huge", "4b, the other arm: pmd_none, so the fault maps a huge page"),
        Expect.Violated("arch=sc locks=mmap-read fault=huge", "4b, the other arm"),
        Expect.Violated("arch=sc locks=mmap-read fault-lock=mmap", "4b: mmap_lock for reading excludes no reader"),

        // Whether or not the collapse succeeds.
        Expect.Holds("arch=sc pinned=yes", "K4"),
        Expect.Violated("arch=sc pinned=yes -vma-start-write", "missing K4: the old table takes the place of the new one, or the BUG_ON finds it"),
        Expect.Violated("arch=sc pinned=yes locks=mmap-read", "4b: the BUG_ON before the table is put back"),

        // With the PMD lock kept the fault waits, and finds that it was in vain.
        Expect.Holds("arch=arm64 locks=pmd-kept", "pmd_install waits for the PMD lock and looks again"),
        Expect.Holds("arch=x86-64 locks=pmd-kept", "pmd_install waits for the PMD lock and looks again"),
        Expect.Holds("arch=sc locks=pmd-kept", "pmd_install waits for the PMD lock and looks again"),
        Expect.Violated("arch=arm64 locks=pmd-kept -fault-recheck-pmd", "mutant: the table takes the place of the huge page"),
        Expect.Violated("arch=x86-64 locks=pmd-kept -fault-recheck-pmd", "mutant"),
        Expect.Violated("arch=sc locks=pmd-kept -fault-recheck-pmd", "mutant"),
        Expect.Violated("arch=sc locks=pmd-kept -collapse-pmd-lock", "mutant: there is nothing to wait for"),
        Expect.Holds("arch=sc locks=pmd-kept fault=huge", "the fault waits for the PMD lock and looks again"),
        Expect.Violated("arch=sc locks=pmd-kept fault=huge -fault-recheck-huge-pmd", "mutant: zeros take the place of the huge page"),
    ];
}
