using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>
/// pmd_install publishes a PTE table that __pte_alloc has cleared (v6.12 mm/memory.c); a walker without locks, such as gup_fast_pmd_range,
/// finds it through the PMD. It must not see what the memory held before.
/// </summary>
internal static class PublishRows
{
    private const ulong Pmd = 0x100;
    private const ulong Table = 0x200;
    private const ulong Present = 1;
    private const ulong LeftOver = 0xbad1;

    private const string Entry = "entry";
    private const string NoTable = "no table";

    private static readonly Spinlock s_pmdLock = new(0x108, "pmd_lock");

    public static IReadOnlyList<ProtocolRow> All { get; } =
    [
        Row(15, "no wmb", wmb: false, dependency: true, Reachable.UnderArmv8),
        Row(15, "wmb, reader without dependency", wmb: true, dependency: false, Reachable.UnderArmv8),
        Row(null, "wmb, reader with dependency", wmb: true, dependency: true, Reachable.Never),
    ];

    private static ProtocolRow Row(int? number, string name, bool wmb, bool dependency, Reachable expected) => new()
    {
        Number = number,
        Name = "publish: " + name,
        Tasks = [Install(wmb), Walk(dependency)],
        Initial = new Dictionary<ulong, ulong> { [Table] = LeftOver },
        Bad = e => e.Saw(Entry, entry => entry == LeftOver),
        Witnesses =
        [
            e => e.Saw(Entry, entry => entry == 0),
            e => e.Saw(NoTable),
        ],
        Expected = expected,
    };

    [CheckedCode]
    private static Action<Cpu> Install(bool wmb) => cpu =>
    {
        // pte_alloc_one: a page with __GFP_ZERO.
        cpu.WriteOnce(Table, 0);

        cpu.SpinLock(s_pmdLock);
        if (cpu.ReadOnce(Pmd) == 0)
        {
            if (wmb)
            {
                cpu.SmpWmb();
            }

            cpu.WriteOnce(Pmd, Table | Present);
        }

        cpu.SpinUnlock(s_pmdLock);
    };

    [CheckedCode]
    private static Action<Cpu> Walk(bool dependency) => cpu =>
    {
        Word pmd = cpu.ReadOnce(Pmd);
        if ((pmd & Present) == 0)
        {
            cpu.Observe(NoTable, 1);
            return;
        }

        cpu.Observe(Entry, cpu.ReadOnce(dependency ? pmd - Present : Table));
    };
}
