namespace Racewalk.Scenarios.Kvm;

/// <summary>What each configuration of kvm/dirty must give.</summary>
internal static class KvmDirtyExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("arch=sc", "today: the page is marked before the fault's reference goes"),
        Expect.Holds("arch=arm64", "the same"),
        Expect.Holds("arch=lkmm", "the same"),
        Expect.Holds("arch=ppc64-radix", "the same"),
        Expect.Violated("arch=sc -set-page-dirty", "mutant: nobody says that the guest writes"),
        Expect.Violated("arch=arm64 -set-page-dirty", "mutant"),
        Expect.Violated("arch=lkmm -set-page-dirty", "mutant"),
        Expect.Violated("arch=ppc64-radix -set-page-dirty", "mutant"),
        Expect.Violated("arch=sc -unmap-notify", "mutant: the SPTE outlives the page's mapping"),
        Expect.Holds("arch=sc dirty=at-zap", "the SPTE that goes says so, before reclaim looks"),
        Expect.Holds("arch=arm64 dirty=at-zap", "the same"),
        Expect.Holds("arch=x86-64 dirty=at-zap", "the same"),
        Expect.Violated("arch=x86-64 dirty=at-zap -set-page-dirty", "mutant"),
        Expect.Violated("arch=sc dirty=at-zap -set-page-dirty", "mutant"),
        Expect.Violated("arch=arm64 dirty=at-zap -set-page-dirty", "mutant"),
        Expect.Holds("arch=sc entry=dirty", "what is written back first is not lost, what comes later is marked"),
        Expect.Holds("arch=sc entry=dirty -set-page-dirty", "redundant: an entry that was cleaned is write-protected, so the guest writes again only after a fault that makes it dirty"),
        Expect.Violated("arch=sc entry=dirty -mkclean-notify", "mutant: the guest writes after the page was written back and the mark taken away"),
        Expect.Violated("arch=sc entry=dirty -flush-remote-tlbs-ipi", "mutant: the guest still writes by the SPTE that has gone"),

        Expect.Holds("arch=sc dirty=by-primary", "a clean entry gives a read-only SPTE"),
        Expect.Holds("arch=arm64 dirty=by-primary", "the same"),
        Expect.Violated("arch=sc dirty=by-primary -unmap-notify", "mutant: the SPTE outlives the page's mapping"),
        Expect.Violated("arch=arm64 dirty=by-primary -unmap-notify", "mutant"),
        Expect.Violated("arch=sc dirty=by-primary read=false-positive", "nothing ever loses dirty, so no notifier comes: the write is lost"),
        Expect.Violated("arch=arm64 dirty=by-primary read=false-positive", "the same"),
        Expect.Violated("arch=lkmm dirty=by-primary read=false-positive", "the same"),
        Expect.Holds("arch=sc dirty=by-primary entry=dirty", "the notifier takes the writable SPTE away when the entry loses dirty"),
        Expect.Holds("arch=arm64 dirty=by-primary entry=dirty", "the same"),
        Expect.Violated("arch=sc dirty=by-primary entry=dirty -mkclean-notify", "without the notifier the guest writes to a page that is clean"),
        Expect.Violated("arch=arm64 dirty=by-primary entry=dirty -mkclean-notify", "the same"),
        Expect.Violated("arch=sc dirty=by-primary entry=dirty -retry-seq", "mutant: an SPTE made by what the entry was before"),
    ];
}
