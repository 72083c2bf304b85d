using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>
/// folio_try_share_anon_rmap_pte clears PG_anon_exclusive of a page that nobody has pinned (v6.12 include/linux/rmap.h; used by KSM, for
/// swapping out, by migration). GUP-fast pins a page that is exclusive (gup_must_unshare, mm/internal.h). Not both: the process's next
/// write would go to a copy, away from the pin.
/// </summary>
/// <remarks>The PTE is read-only before and after, so it comes back with the value that it had.</remarks>
internal static class AnonExclusiveRows
{
    private const ulong Pte = 0x100;
    private const ulong Page = 0x200;
    private const ulong FlagsOffset = GupFastPin.FlagsOffset;
    private const ulong Present = 1;
    private const ulong AnonExclusive = GupFastPin.AnonExclusive;
    private const ulong PinBias = GupFastPin.PinBias;

    private const string Pinned = "pinned";
    private const string Shared = "shared";
    private const string FoundPinned = "found pinned";
    private const string BackedOff = "backed off";

    public static IReadOnlyList<ProtocolRow> All { get; } =
    [
        Row(16, "whole", MissingOrder.PlainClear, Reachable.Never),
        Row(17, "no mb before the pin check", MissingOrder.PlainClear | MissingOrder.MbBeforePinCheck, Reachable.UnderTso),
        Row(18, "no mb before the PTE is restored", MissingOrder.PlainClear | MissingOrder.MbBeforeRestore, Reachable.UnderArmv8),
        Row(18, "no rmb in GUP-fast", MissingOrder.PlainClear | MissingOrder.GupRmb, Reachable.UnderArmv8),
        Row(18, "pin by one relaxed atomic", MissingOrder.PlainClear | MissingOrder.PinOrder, Reachable.UnderArmv8),
        Row(18, "no mb after the pin's second atomic", MissingOrder.PlainClear | MissingOrder.MbAfterPin, Reachable.UnderArmv8),
        Row(null, "no mb before the pin check, PTE cleared by xchg", MissingOrder.MbBeforePinCheck, Reachable.Never),
    ];

    private static ProtocolRow Row(int? number, string name, MissingOrder missing, Reachable expected) => new()
    {
        Number = number,
        Name = "AnonExclusive: " + name,
        Tasks = [Share(missing), GupFastPin.PinPage(Pte, missing, Pinned, BackedOff)],
        Initial = new Dictionary<ulong, ulong> { [Pte] = Page | Present, [Page] = 1, [Page + FlagsOffset] = AnonExclusive },
        Bad = e => e.Saw(Pinned) && e.Saw(Shared),
        Witnesses =
        [
            e => e.Saw(Pinned) && e.Saw(FoundPinned),
            e => e.Saw(Shared) && e.Saw(BackedOff),
        ],
        Expected = expected,
    };

    [CheckedCode]
    private static Action<Cpu> Share(MissingOrder missing) => cpu =>
    {
        if (missing.HasFlag(MissingOrder.PlainClear))
        {
            cpu.WriteOnce(Pte, 0);
        }
        else
        {
            cpu.Xchg(Pte, 0);
        }

        if (!missing.HasFlag(MissingOrder.MbBeforePinCheck))
        {
            cpu.SmpMb();
        }

        // folio_maybe_dma_pinned
        if (cpu.AtomicRead(Page) >= PinBias)
        {
            cpu.Observe(FoundPinned, 1);
            cpu.WriteOnce(Pte, Page | Present);
            return;
        }

        cpu.Observe(Shared, 1);
        cpu.AtomicAnd(Page + FlagsOffset, ~AnonExclusive);
        if (!missing.HasFlag(MissingOrder.MbBeforeRestore))
        {
            cpu.SmpMbAfterAtomic();
        }

        cpu.WriteOnce(Pte, Page | Present);
    };
}
