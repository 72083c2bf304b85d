using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Kvm;
using Racewalk.Mm.Races;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Kvm;

/// <summary>A guest's page faults against the collapse of the pages under one PMD entry, or of one of them.</summary>
internal sealed class KvmCollapseScenario : ScenarioBase
{
    private const int Collapse = 0;
    private const int Vcpu = 1;
    private const string Actor = "khugepaged";
    private const string File = "mm/khugepaged.c";

    private static readonly Axis s_order = new(
        "order", ["pmd", "part"], "what is collapsed: all pages under the PMD entry; or, as proposed in 2026, a part, with notifiers of that part though the whole entry is cleared");

    /// <inheritdoc/>
    public override string Id => "kvm/collapse";

    /// <inheritdoc/>
    public override string Title => "Can a guest keep an old page that khugepaged has replaced?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics, s_order];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. KvmStepTable.Fault.Where(static s => s.Name is not (KvmSteps.MmapReadLock or KvmSteps.MmapReadUnlock)),
        .. GupStepTable.Get,
        .. KvmStepTable.Notifier(Actor).Where(static s => s.Name is not (KvmSteps.InvalidateCaches or KvmSteps.FlushRemoteTlbs)),
        new(CollapseSteps.Notify, Actor, "collapse_huge_page", "v6.12", File, true),
        .. CollapseStepTable.Collapse.Where(static s => s.Name != CollapseSteps.CollapseIpi),
        new(CollapseSteps.PopulatePmd, Actor, "(proposed) collapse_huge_page", "v7.1", File, false),
        new(CollapseSteps.SetPtes, Actor, "(proposed) collapse_huge_page", "v7.1", File, false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=sc", "the notifiers enclose the clearing of the PMD entry: no fault finds an old page after that"),
        Expect.Holds("arch=arm64", "the same"),
        Expect.Holds("arch=x86-64", "the same"),
        Expect.Holds("arch=ppc64-radix", "the same"),
        Expect.Holds("arch=ppc64-hash", "the same"),
        Expect.Holds("arch=lkmm", "the same"),
        Expect.Violated("arch=sc -collapse-notify", "mutant: nobody tells KVM"),
        Expect.Violated("arch=arm64 -collapse-notify", "mutant"),
        Expect.Violated("arch=x86-64 -collapse-notify", "mutant"),
        Expect.Violated("arch=ppc64-radix -collapse-notify", "mutant"),
        Expect.Violated("arch=ppc64-hash -collapse-notify", "mutant"),
        Expect.Violated("arch=lkmm -collapse-notify", "mutant"),
        Expect.Violated("arch=sc -retry-in-progress", "mutant: mapped between the first notifier and the clearing; the reference has gone when it is looked for"),
        Expect.Violated("arch=sc -retry-seq", "mutant: mapped after the second notifier, the reference put before it is looked for"),
        Expect.Violated("arch=arm64 -zap-sptes", "mutant: what was mapped before stays"),
        Expect.Holds("arch=sc order=part", "the neighbour's SPTE stays, and its entry comes back as it was"),
        Expect.Holds("arch=arm64 order=part", "the same"),
        Expect.Holds("arch=lkmm order=part", "the same"),
        Expect.Violated("arch=sc order=part -collapse-notify", "mutant: the part itself needs them"),
        Expect.Violated("arch=arm64 order=part -collapse-notify", "mutant"),
        Expect.Violated("arch=lkmm order=part -collapse-notify", "mutant"),
        Expect.Violated("arch=sc order=part -retry-in-progress", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        bool isPart = configuration.Values[s_order.Name] == "part";
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        AddIf(isPart, CollapseSteps.DepositTable, CollapseSteps.SetHugePmd);
        AddIf(!isPart, CollapseSteps.PopulatePmd, CollapseSteps.SetPtes);
        AddIf(architecture.Flush != TlbFlush.HashTable, CollapseSteps.SerializeMb, CollapseSteps.SerializeIpi);
        AddIf(!KernelChoices.HasTableSync(architecture), CollapseSteps.TableSyncIpi);
        AddIf(LooksAtRange(architecture), KvmSteps.RetryRmb);
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));

        void AddIf(bool condition, params string[] names) => absent.UnionWith(condition ? names : []);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LeftOut { get; } = [KvmSteps.FlushRemoteTlbs];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        bool isPart = variant[s_order.Name] == "part";
        var world = new KvmWorld(frames: isPart ? 2 : 1, huge: true);
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Vcpu, world.Host.Memory.Name);
        var notifier = new KvmMmuNotifier(world.Kvm, new KvmNotifierOptions());
        var flush = new PmdpCollapseFlush(world.Host.Mm, KernelChoices.CollapseFlush(variant), KernelChoices.PmdClear(variant));
        var whole = new Khugepaged(world.Host.Mm, flush, notifier);
        var part = new CollapsePart(world.Host.Mm, flush, notifier);
        var fault = new KvmPageFault(
            world.Kvm, notifier, new KvmFaultOptions(LooksAtRange: LooksAtRange(variant.Architecture), Dirty: DirtyTracking.AtZap));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Host.Memory.Initial,
                (Actor, cpu => Run(cpu, isPart ? null : whole, part, world)),
                ("vCPU", cpu => Fault(cpu, fault, hasNeighbour: isPart))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = world.CheckSptes,
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant, world)],
        };
    }

    private static bool LooksAtRange(Architecture architecture) => architecture.Flush is TlbFlush.Interrupt or TlbFlush.InterruptUnlessPreempted or TlbFlush.Silent;

    private static void Run(Cpu cpu, Khugepaged? whole, CollapsePart part, KvmWorld world)
    {
        if (whole is not null)
        {
            whole.CollapseHugePage(cpu, 0, world.Host.HugePfn);
        }
        else
        {
            part.Collapse(cpu, 0, 0, world.Host.HugePfn);
        }
    }

    private static void Fault(Cpu cpu, KvmPageFault fault, bool hasNeighbour)
    {
        if (hasNeighbour)
        {
            fault.Handle(cpu, 1);
        }

        fault.Handle(cpu, 0);
    }

    private static IEnumerable<Witness> Witnesses(Variant variant, KvmWorld world)
    {
        yield return new("the fault maps the page, and the collapse takes it away", e => Saw(e, Collapse, KvmMmuNotifier.Zapped) && Saw(e, Collapse, Khugepaged.Collapsed));
        yield return new("the fault maps the new page", e => world.IsMapped(e) && Saw(e, Collapse, Khugepaged.Collapsed));
        yield return new("the fault has the page and the collapse gives up", e => Saw(e, Collapse, Khugepaged.GaveUp));
        if (variant[s_order.Name] == "part")
        {
            yield return new("the neighbour stays mapped throughout", e => world.IsMapped(e, 1) && Saw(e, Collapse, Khugepaged.Collapsed));
            yield return new("the neighbour's fault finds no table", e => Saw(e, Vcpu, KvmPageFault.NoPage));
        }
    }
}
