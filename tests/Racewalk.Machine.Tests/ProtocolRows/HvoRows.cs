using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>
/// page_ref_add_unless on a page that becomes a tail of an optimised huge page: vmemmap_remap_pte maps its struct page read-only to the
/// head's (v6.12 mm/hugetlb_vmemmap.c), so a write to its count faults. The walker must not get as far as the atomic.
/// </summary>
/// <remarks>
/// Remapping changes what two words show. The flags show the head's PG_head from then on. The count shows 0 in either mapping until the
/// head is unfrozen, so it is one word here, and 1 is only ever seen through the read-only mapping. The mapping is no word of its own: two
/// walks of one PTE are not ordered as two loads of it are. page_fixed_fake_head also reads page[1].compound_head, the same in both.
/// </remarks>
internal static class HvoRows
{
    private const ulong Flags = 0x100;
    private const ulong Refcount = 0x108;
    private const ulong Head = 1;

    private const string Refused = "refused";
    private const string Writes = "writes";

    // How the walker looks at the page before the atomic.
    private enum Look
    {
        FakeHeadFirst,
        CountAndFlagsThenBranch,
        CountThenFlags,
        CountAcquireThenFlags,
    }

    public static IReadOnlyList<ProtocolRow> All { get; } =
    [
        Row(1, "fake head, then refcount", Look.FakeHeadFirst, flush: true, Reachable.UnderSc),
        Row(2, "refcount, then fake head, no order", Look.CountAndFlagsThenBranch, flush: true, Reachable.UnderArmv8),
        Row(2, "refcount, then fake head, control dependency", Look.CountThenFlags, flush: true, Reachable.UnderArmv8),
        Row(3, "refcount by acquire, then fake head", Look.CountAcquireThenFlags, flush: true, Reachable.Never),
        Row(4, "refcount by acquire, writer without flush and release", Look.CountAcquireThenFlags, flush: false, Reachable.UnderArmv8),
    ];

    private static ProtocolRow Row(int number, string name, Look look, bool flush, Reachable expected) => new()
    {
        Number = number,
        Name = "HVO: " + name,
        Tasks = [Optimise(flush), AddUnless(look)],
        Initial = new Dictionary<ulong, ulong>(),
        Bad = e => e.Saw(Writes),
        Witnesses =
        [
            e => e.Saw(Refused, reason => reason == Refcount),
            e => e.Saw(Refused, reason => reason == Flags),
        ],
        Expected = expected,
    };

    // hugetlb_vmemmap_optimize_folios, then the fault that takes the folio from the pool and unfreezes it. Until then the count is 0.
    [CheckedCode]
    private static Action<Cpu> Optimise(bool flush) => cpu =>
    {
        cpu.WriteOnce(Flags, Head);
        if (flush)
        {
            // flush_tlb_all. It does not wait for the walker, which has interrupts on.
            cpu.SmpMb();
            cpu.AtomicSetRelease(Refcount, 1);
        }
        else
        {
            cpu.AtomicSet(Refcount, 1);
        }
    };

    // page_ref_add_unless(page, 1, 0) (include/linux/page_ref.h), begun after the writer's synchronize_rcu, which does not wait for it.
    [CheckedCode]
    private static Action<Cpu> AddUnless(Look look) => cpu =>
    {
        if (look == Look.FakeHeadFirst && IsFakeHead(cpu))
        {
            return;
        }

        Word count = look == Look.CountAcquireThenFlags ? cpu.AtomicReadAcquire(Refcount) : cpu.AtomicRead(Refcount);
        Word flags = look == Look.CountAndFlagsThenBranch ? cpu.ReadOnce(Flags) : 0;
        if (count == 0)
        {
            cpu.Observe(Refused, Refcount);
            return;
        }

        if (look == Look.CountAndFlagsThenBranch && Refuses(cpu, flags))
        {
            return;
        }

        if (look is Look.CountThenFlags or Look.CountAcquireThenFlags && IsFakeHead(cpu))
        {
            return;
        }

        cpu.Observe(Writes, count);
        cpu.AtomicAddUnless(Refcount, 1, 0);
    };

    [CheckedCode]
    private static bool IsFakeHead(Cpu cpu) => Refuses(cpu, cpu.ReadOnce(Flags));

    [CheckedCode]
    private static bool Refuses(Cpu cpu, Word flags)
    {
        if ((flags & Head) == 0)
        {
            return false;
        }

        cpu.Observe(Refused, Flags);
        return true;
    }
}
