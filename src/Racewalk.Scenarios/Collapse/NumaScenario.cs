using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Collapse;

/// <summary>NUMA balancing that changes a PMD entry in place, against MADV_DONTNEED, which takes none to mean nothing (PROTOCOLS §7, 4n).</summary>
internal sealed class NumaScenario : ScenarioBase
{
    private const int Numa = 0;
    private const int Zapper = 1;
    private const string Balancing = "NUMA balancing";
    private const string Dontneed = "MADV_DONTNEED";
    private const string HugeMemory = "mm/huge_memory.c";

    private static readonly Axis s_change = new(
        "change", ["invalidate", "clear"], "how the entry is changed: pmdp_invalidate leaves it huge; or cleared and set again, as before ced108037c2a (v4.12)");

    /// <inheritdoc/>
    public override string Id => "khugepaged/numa";

    /// <inheritdoc/>
    public override string Title => "May a PMD entry that maps a huge page be none for a moment, with the mmap lock held for reading?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_change, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(ChangeHugePmd.PmdLock, Balancing, "__pmd_trans_huge_lock", "v6.12", HugeMemory, true),
        new(ChangeHugePmd.Recheck, Balancing, "__pmd_trans_huge_lock", "v6.12", HugeMemory, true),
        new(ChangeHugePmd.ClearPmd, Balancing, "change_huge_pmd (pmdp_huge_get_and_clear_notify)", "v4.11", HugeMemory, false),
        new(ChangeHugePmd.InvalidatePmd, Balancing, "pmdp_invalidate", "v6.12", "mm/pgtable-generic.c", false),
        new(ChangeHugePmd.SetPmd, Balancing, "change_huge_pmd", "v6.12", HugeMemory, false),
        new(ZapPmdRange.Look, Dontneed, "zap_pmd_range", "v6.12", "mm/memory.c", false),
        new(ZapPmdRange.PmdLock, Dontneed, "__pmd_trans_huge_lock", "v6.12", HugeMemory, true),
        new(ZapPmdRange.ClearPmd, Dontneed, "zap_huge_pmd", "v6.12", HugeMemory, false),
        new(ZapPmdRange.PutPage, Dontneed, "tlb_batch_pages_flush", "v6.12", "mm/mmu_gather.c", false),
        new(PageReference.FreePageStep, Dontneed, "__folio_put", "v6.12", "mm/swap.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        .. ((string[])["arch=sc", "arch=arm64", "arch=arm64 atomics=llsc", "arch=x86-64", "arch=ppc64-radix", "arch=lkmm"]).SelectMany(Of),
        Expect.Violated("arch=sc -dontneed-pmd-lock", "mutant: the page is taken away between invalid and set"),
        Expect.Violated("arch=sc change=clear -numa-pmd-lock", "none for a moment, whether it is locked or not"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        string absent = configuration.Values[s_change.Name] == "clear" ? ChangeHugePmd.InvalidatePmd : ChangeHugePmd.ClearPmd;
        return Steps.Select(static s => s.Name).Where(s => s != absent);
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1, huge: true);
        ulong pmd = world.Mm.PmdTable;
        world.Memory.Set(pmd, world.Mm.Leaf(world.HugePfn, write: true));
        var pmdLock = new Spinlock(world.Memory.AddKernelWord("pmd_lock"), "pmd_lockptr(ptdesc)");
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 0, world.Memory.Name);
        var change = new ChangeHugePmd(world.Mm, pmdLock, variant[s_change.Name] == "clear");
        var zap = new ZapPmdRange(world.Mm, pmdLock);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant, machine, world.Memory.Initial, (Balancing, cpu => change.Change(cpu, 0)), (Dontneed, cpu => zap.Zap(cpu, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, pmd),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the page is made inaccessible, and taken away then", static e => Saw(e, Numa, ChangeHugePmd.Changed) && Saw(e, Zapper, ZapPmdRange.Zapped)),
                new("the page is taken away first", static e => !Saw(e, Numa, ChangeHugePmd.Changed) && Saw(e, Zapper, ZapPmdRange.Zapped)),
            ],
        };
    }

    private static IEnumerable<ExpectedVerdict> Of(string arch)
    {
        yield return Expect.Holds(arch, "ced108037c2a: the entry is invalid for a moment, and never none");
        yield return Expect.Violated($"{arch} change=clear", "4n: MADV_DONTNEED meets none and does nothing, then the page is mapped again");
        yield return Expect.Violated($"{arch} -numa-pmd-lock", "mutant: the page is taken away between invalid and set");
        yield return Expect.Violated($"{arch} -numa-recheck", "mutant: it is taken away before the lock is held");
    }

    private static FailureNote? Judge(IExecution execution, ulong pmd) => execution.Final(pmd) != 0
        ? new FailureNote(ViolationKind.LostData, Saw(execution, Zapper, ZapPmdRange.Zapped)
            ? "the entry maps a page that MADV_DONTNEED has taken away"
            : "MADV_DONTNEED is over, and the memory that was there before is still there")
        : null;
}
