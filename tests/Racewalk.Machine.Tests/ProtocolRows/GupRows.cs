using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>
/// gup_fast_pte_range (v6.12 mm/gup.c) takes a reference and looks at the PMD again; collapse_huge_page (mm/khugepaged.c) clears the PMD
/// and looks at the count. If both are content, GUP-fast returns a page that has been replaced.
/// </summary>
/// <remarks>
/// The flush interrupts nobody: so it is on arm64, with INVLPGB, and for a virtual CPU that is preempted. That is why GUP-fast does not
/// turn interrupts off here.
/// </remarks>
internal static class GupRows
{
    private const ulong Pmd = 0x100;
    private const ulong Pte = 0x200;
    private const ulong Refcount = 0x300;
    private const ulong Present = 1;

    private const string Got = "got the page";
    private const string BackedOff = "backed off";
    private const string Collapsed = "collapsed";

    // How khugepaged clears the PMD (pmdp_collapse_flush) and what orders that before it reads the count.
    private enum Clear
    {
        Plain,
        PlainWmb,
        PlainFlush,
        Xchg,
        XchgRelaxed,
        XchgRelaxedFlush,
    }

    public static IReadOnlyList<ProtocolRow> All { get; } =
    [
        Row(5, "no PMD recheck", Clear.Xchg, Recheck.Pte, MemoryOrder.Full, Reachable.UnderSc),
        Row(5, "no PMD recheck, flush", Clear.XchgRelaxedFlush, Recheck.Pte, MemoryOrder.Full, Reachable.UnderSc),
        Row(6, "recheck, xchg", Clear.Xchg, Recheck.Both, MemoryOrder.Full, Reachable.Never),
        Row(6, "recheck, xchg_relaxed and flush", Clear.XchgRelaxedFlush, Recheck.Both, MemoryOrder.Full, Reachable.Never),
        Row(6, "recheck, plain clear and flush", Clear.PlainFlush, Recheck.Both, MemoryOrder.Full, Reachable.Never),
        Row(7, "reference relaxed", Clear.XchgRelaxedFlush, Recheck.Both, MemoryOrder.Relaxed, Reachable.UnderArmv8),
        Row(7, "reference acquire", Clear.XchgRelaxedFlush, Recheck.Both, MemoryOrder.Acquire, Reachable.UnderArmv8),
        Row(7, "reference relaxed, then smp_rmb", Clear.XchgRelaxedFlush, Recheck.RmbThenBoth, MemoryOrder.Relaxed, Reachable.UnderArmv8),
        Row(8, "plain clear, no barrier", Clear.Plain, Recheck.Both, MemoryOrder.Full, Reachable.UnderTso),
        Row(8, "plain clear, smp_wmb", Clear.PlainWmb, Recheck.Both, MemoryOrder.Full, Reachable.UnderTso),
        Row(9, "xchg_relaxed, no flush", Clear.XchgRelaxed, Recheck.Both, MemoryOrder.Full, Reachable.UnderArmv8),
    ];

    private static ProtocolRow Row(int number, string name, Clear clear, Recheck recheck, MemoryOrder order, Reachable expected) => new()
    {
        Number = number,
        Name = "GUP: " + name,
        Tasks = [Collapse(clear), GupFast.GetPage(Pmd, recheck, order, Got, BackedOff)],
        Initial = new Dictionary<ulong, ulong> { [Pmd] = Pte | Present, [Pte] = Refcount | Present, [Refcount] = 1 },
        Bad = e => e.Saw(Got) && e.Saw(Collapsed),
        Witnesses =
        [
            e => e.Saw(Got) && !e.Saw(Collapsed),
            e => e.Saw(BackedOff) && !e.Saw(Got),
            e => e.Saw(Collapsed) && !e.Saw(Got),
        ],
        Expected = expected,
    };

    // Up to the cleared PTE; the huge PMD that follows is not read here.
    [CheckedCode]
    private static Action<Cpu> Collapse(Clear clear) => cpu =>
    {
        ClearPmd(cpu, clear);

        // is_refcount_suitable: the one mapping, and nobody else.
        if (cpu.AtomicRead(Refcount) != 1)
        {
            cpu.WriteOnce(Pmd, Pte | Present);
            return;
        }

        cpu.Observe(Collapsed, 1);
        cpu.WriteOnce(Pte, 0);
    };

    [CheckedCode]
    private static void ClearPmd(Cpu cpu, Clear clear)
    {
        switch (clear)
        {
            case Clear.Xchg:
                cpu.Xchg(Pmd, 0);
                break;
            case Clear.XchgRelaxed or Clear.XchgRelaxedFlush:
                cpu.XchgRelaxed(Pmd, 0);
                break;
            default:
                cpu.WriteOnce(Pmd, 0);
                break;
        }

        if (clear is Clear.XchgRelaxedFlush or Clear.PlainFlush)
        {
            cpu.FlushTlbRange(mmCpumask: 0);
        }
        else if (clear == Clear.PlainWmb)
        {
            cpu.SmpWmb();
        }
    }
}
