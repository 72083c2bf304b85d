namespace Racewalk.Scenarios.GupFast;

/// <summary>What each configuration of gup-fast/anon-exclusive must give (row 3x).</summary>
internal static class AnonExclusiveExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("arch=sc", "the full protocol"),
        Expect.Holds("arch=arm64", "the full protocol"),
        Expect.Holds("arch=arm64 atomics=llsc", "the full protocol"),
        Expect.Holds("arch=arm64 clear=plain", "the full protocol, with the weakest clear"),
        Expect.Holds("arch=x86-64", "the full protocol"),
        Expect.Holds("arch=x86-64 clear=plain", "the full protocol, with the weakest clear"),
        Expect.Holds("arch=x86-64-pv flush=now", "the full protocol"),
        Expect.Holds("arch=ppc64-radix", "the full protocol"),
        Expect.Holds("arch=ppc64-radix flush=now", "the full protocol"),
        Expect.Holds("arch=ppc64-hash", "the full protocol"),
        Expect.Holds("arch=arm64 clear=plain model=sc", "the full protocol"),
        Expect.Holds("arch=arm64 clear=plain model=tso", "the full protocol"),

        // smp_mb between clearing the PTE and looking for pins.
        Expect.Violated("arch=arm64 -share-mb", "store buffering"),
        Expect.Violated("arch=arm64 atomics=llsc -share-mb", "store buffering"),
        Expect.Violated("arch=ppc64-radix -share-mb", "store buffering"),
        Expect.Violated("arch=ppc64-hash -share-mb", "store buffering"),
        Expect.Violated("arch=x86-64 clear=plain -share-mb", "TSO is enough, if the PTE is cleared by a plain store"),
        Expect.Violated("arch=arm64 clear=plain -share-mb model=tso", "TSO is enough, if the PTE is cleared by a plain store"),
        Expect.Holds("arch=x86-64 -share-mb", "redundant there: x86 clears the PTE by a locked exchange"),
        Expect.Holds("arch=arm64 clear=plain -share-mb model=sc", "needs weak memory"),
        Expect.Holds("arch=arm64 flush=now -share-mb", "redundant there: the flush is a full barrier"),

        // smp_mb__after_atomic between clearing the flag and restoring the PTE; smp_rmb between the recheck and reading the flag.
        Expect.Violated("arch=arm64 -share-mb-after-clear", "the restored PTE may be seen before the cleared flag"),
        Expect.Violated("arch=arm64 atomics=llsc -share-mb-after-clear", "the restored PTE may be seen before the cleared flag"),
        Expect.Violated("arch=ppc64-radix -share-mb-after-clear", "the restored PTE may be seen before the cleared flag"),
        Expect.Holds("arch=arm64 clear=plain -share-mb-after-clear model=tso", "needs more than a store buffer"),
        Expect.Violated("arch=arm64 -gup-must-unshare-rmb", "the flag may be read before the PTE"),
        Expect.Violated("arch=arm64 atomics=llsc -gup-must-unshare-rmb", "the flag may be read before the PTE"),
        Expect.Violated("arch=ppc64-radix -gup-must-unshare-rmb", "the flag may be read before the PTE"),
        Expect.Holds("arch=arm64 clear=plain -gup-must-unshare-rmb model=tso", "needs more than a store buffer"),

        // The barrier behind the pin.
        Expect.Violated("arch=arm64 -gup-pin-mb", "the reference is fully ordered, but what makes it a pin is added relaxed"),
        Expect.Violated("arch=arm64 atomics=llsc -gup-pin-mb", "the reference is fully ordered, but what makes it a pin is added relaxed"),
        Expect.Violated("arch=ppc64-radix -gup-pin-mb", "the reference is fully ordered, but what makes it a pin is added relaxed"),
        Expect.Violated("arch=arm64 refcount=relaxed -gup-pin-mb", "no order at all"),
        Expect.Holds("arch=arm64 refcount=relaxed", "redundant here: the barrier behind the pin comes after the reference"),
        Expect.Holds("arch=x86-64 clear=plain -gup-pin-mb", "every read-modify-write is locked"),

        // The checks themselves.
        Expect.Violated("arch=sc -share-check-pinned", "mutant"),
        Expect.Violated("arch=sc -gup-must-unshare", "mutant"),
        Expect.Violated("arch=sc -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=x86-64 -gup-must-unshare", "mutant"),
        Expect.Violated("arch=x86-64-pv flush=now -gup-must-unshare", "mutant"),
        Expect.Violated("arch=arm64 clear=plain -gup-must-unshare", "mutant"),
        Expect.Violated("arch=ppc64-radix flush=now -gup-must-unshare", "mutant"),

        Expect.Holds("arch=lkmm", "the barriers that the code has are enough in the kernel's own model"),
        Expect.Holds("arch=lkmm -share-mb", "redundant there: the exchange that clears the PTE is fully ordered"),
        Expect.Violated("arch=lkmm clear=xchg-relaxed -share-mb", "store buffering"),
        Expect.Violated("arch=lkmm -share-mb-after-clear", "the restored PTE may be seen before the cleared flag"),
        Expect.Violated("arch=lkmm -gup-must-unshare-rmb", "the flag may be read before the PTE"),
        Expect.Violated("arch=lkmm -gup-pin-mb", "the reference is fully ordered, but what makes it a pin is added relaxed"),
    ];
}
