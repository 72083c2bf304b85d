using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>
/// A PTE of two words, read without its lock: ptep_get_lockless (v6.12 include/linux/pgtable.h, CONFIG_GUP_GET_PXX_LOW_HIGH) against
/// native_set_pte and native_pte_clear (arch/x86/include/asm/pgtable-3level.h). A present low word must come with its own high word.
/// </summary>
internal static class PaeRows
{
    private const ulong Low = 0x100;
    private const ulong High = 0x104;
    private const ulong Present = 0x1067;
    private const ulong OldHigh = 1;
    private const ulong NewHigh = 2;

    private const string ReadLow = "low";
    private const string ReadHigh = "high";

    private enum Change
    {
        Set,
        Clear,
        ClearThenSet,
    }

    private static readonly Dictionary<ulong, ulong> s_none = [];
    private static readonly Dictionary<ulong, ulong> s_old = new() { [Low] = Present, [High] = OldHigh };

    public static IReadOnlyList<ProtocolRow> All { get; } =
    [
        Row(11, "rmb, clear", Change.Clear, rmb: true, Reachable.Never),
        Row(11, "rmb, set", Change.Set, rmb: true, Reachable.Never),
        Row(12, "no rmb, clear", Change.Clear, rmb: false, Reachable.UnderArmv8),
        Row(12, "no rmb, set", Change.Set, rmb: false, Reachable.UnderArmv8),
        Row(13, "rmb, clear and set with equal low words", Change.ClearThenSet, rmb: true, Reachable.UnderSc),
    ];

    private static ProtocolRow Row(int number, string name, Change change, bool rmb, Reachable expected) => new()
    {
        Number = number,
        Name = "PAE: " + name,
        Tasks = [Write(change), Read(rmb)],
        Initial = change == Change.Set ? s_none : s_old,
        Bad = e => e.Saw(ReadLow, low => low == Present) && e.Saw(ReadHigh, high => high == 0),
        Witnesses =
        [
            e => e.Saw(ReadLow, low => low == Present) && e.Saw(ReadHigh, high => high == (change == Change.Set ? NewHigh : OldHigh)),
            e => e.Saw(ReadLow, low => low == 0),
        ],
        Expected = expected,
    };

    [CheckedCode]
    private static Action<Cpu> Write(Change change) => cpu =>
    {
        if (change != Change.Set)
        {
            cpu.WriteOnce(Low, 0);
            cpu.SmpWmb();
            cpu.WriteOnce(High, 0);
        }

        if (change != Change.Clear)
        {
            cpu.WriteOnce(High, NewHigh);
            cpu.SmpWmb();
            cpu.WriteOnce(Low, Present);
        }
    };

    // Goes round again only if the low word has changed, so a few times at most.
    [CheckedCode]
    private static Action<Cpu> Read(bool rmb) => cpu =>
    {
        Word low;
        Word high;
        do
        {
            low = cpu.ReadOnce(Low);
            Rmb(cpu, rmb);
            high = cpu.ReadOnce(High);
            Rmb(cpu, rmb);
        }
        while (cpu.ReadOnce(Low) != low);

        cpu.Observe(ReadLow, low);
        cpu.Observe(ReadHigh, high);
    };

    [CheckedCode]
    private static void Rmb(Cpu cpu, bool present)
    {
        if (present)
        {
            cpu.SmpRmb();
        }
    }
}
