using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Hvo;

/// <summary>What HVO makes before it shows it: tables, copies, the shared page of tails, the fields of a head before its count.</summary>
internal sealed class HvoPublishScenario : HvoScenario
{
    private const int Reader = 1;
    private const string Found = "found";
    private const string ReadStep = "read-struct-page";
    private const string InitStep = "init-hugetlb-fields";
    private const ulong Fields = 0x40;

    private static readonly Axis s_what = new(
        "what",
        ["head", "split", "restored", "shared-tail", "fields"],
        "head: the copy of the head's page; split: the table of PTEs; restored: the copies that tails get; shared-tail: E7's page of tails, by another writer; fields: of a head, before its count");

    /// <inheritdoc/>
    public override string Id => "hvo/publish";

    /// <inheritdoc/>
    public override string Title => "Is what HVO fills seen only when it is full?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HvoAxes.Arch, s_what, CommonAxes.Atomics, HvoAxes.BbmRule];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(ReadStep, "PFN walker", "folio_flags", "v6.12", "include/linux/page-flags.h", false),
        new(InitStep, "HVO", "init_new_hugetlb_folio", "v6.12", "mm/hugetlb.c", false),
        HvoStepTable.Freeze,
        .. HvoStepTable.Split.Where(static s => s.Name != HvoSteps.RecheckPmd),
        .. HvoStepTable.Optimize,
        .. HvoStepTable.Restore.Where(static s => s.Name is HvoSteps.CopyTail or HvoSteps.RestoreWmb or HvoSteps.RestorePte or HvoSteps.ClearFlag),
        .. HvoStepTable.Unfreeze,
        new(PageRefSteps.Add, "PFN walker", "page_ref_add_unless", "7.x", "include/linux/page_ref.h", false),
        new(HvoSteps.GetTail, "HVO", "vmemmap_get_tail", "7.x", "mm/hugetlb_vmemmap.c", false),
        new(HvoSteps.FillTail, "HVO", "init_compound_tail", "7.x", "mm/hugetlb_vmemmap.c", false),
        new(HvoSteps.PublishTail, "HVO", "vmemmap_get_tail", "7.x", "mm/hugetlb_vmemmap.c", true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = HvoPublishExpectations.All;

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration)
    {
        string what = configuration.Values[s_what.Name];
        string[] flush = [.. CommonSteps.KernelFlush("HVO").Select(static s => s.Name)];
        string[] own = what switch
        {
            "split" => [HvoSteps.LookAtPmd, HvoSteps.FillTable, HvoSteps.SplitWmb, HvoSteps.PopulatePmd, HvoSteps.SplitFlush, HvoSteps.SetPteDsb, HvoSteps.SetPteIsb, .. flush],
            "restored" => [HvoSteps.Freeze, HvoSteps.CopyTail, HvoSteps.RestoreWmb, HvoSteps.RestorePte, HvoSteps.SetPteDsb, HvoSteps.SetPteIsb, HvoSteps.RemapFlush, HvoSteps.ClearFlag, .. flush],
            "shared-tail" => [HvoSteps.GetTail, HvoSteps.FillTail, HvoSteps.PublishTail, HvoSteps.RemapTail, HvoSteps.SetPteDsb, HvoSteps.SetPteIsb, .. flush],
            "fields" => [InitStep, HvoSteps.Unfreeze, HvoSteps.UnfreezeRelease, PageRefSteps.Add],
            _ => [HvoSteps.Freeze, .. HvoStepTable.Optimize.Select(static s => s.Name)],
        };
        return Steps.Select(static s => s.Name).Except([.. own, ReadStep]).ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string what = variant[s_what.Name];
        var options = new HvoOptions(HvoEra.E7);
        var world = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, options.Era) with
        {
            IsBlock = what == "split",
            IsOptimized = what == "restored",
            Words = what == "fields" ? [8, 40] : [0, 8, 24, 40],
        });
        ulong slot = what == "shared-tail" ? world.Memory.AddKernelWord("zone->vmemmap_tails[]") : 0;
        Prepare(world, what);
        CheckedMachine machine = MachineOf(variant, world, cpus: 2, interruptible: 1 << Reader, KernelFault.Look, HvoSteps.RecheckPmd, HvoSteps.ResetStructPages);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("HVO", cpu => Publish(cpu, world, options, what, slot)),
                (what == "shared-tail" ? "another HVO" : "PFN walker", cpu => Read(cpu, world, options, what, slot))),
            Model = ModelOf(variant),
            Machine = machine,
            JudgesBreakBeforeMake = IsJudged(variant),
            Property = Judge,
            FormatValue = world.FormatValue,
            Witnesses = [new("the walker finds what was made", static e => e.TryGetObserved(Reader, Found, out _))],
        };
    }

    private static void Prepare(MemmapWorld world, string what)
    {
        if (what == "fields")
        {
            world.Memory.Set(MemmapWorld.WordAt(world.Folios[0].Frames[0], 8), 0);
            world.Memory.Set(MemmapWorld.WordAt(world.Folios[0].Frames[0], 40), MemmapWorld.Garbage);
        }

        if (what == "shared-tail")
        {
            world.ForgetSharedTail();
        }
    }

    private static void Publish(Cpu cpu, MemmapWorld world, HvoOptions options, string what, ulong slot)
    {
        HugetlbFolio folio = world.Folios[0];
        var reference = new PageRef(world.Vmemmap, options.Era);
        var hvo = new HugetlbVmemmap(world.Vmemmap, options);
        switch (what)
        {
            case "split":
                new VmemmapSplit(world.Vmemmap, options).PmdEntry(cpu, world.Tables[0]);
                break;
            case "shared-tail":
                new SharedTail(world.Vmemmap, slot).Get(cpu, folio.SharedTail, folio.CompoundInfo(world.Vmemmap, options.Era));
                break;
            case "fields":
                cpu.Step(InitStep);
                world.Vmemmap.On(cpu).Store(StructPage.Private(world.Head()), Fields);
                reference.Unfreeze(cpu, world.Head());
                break;
            default:
                Remap(cpu, world, reference, hvo, what);
                break;
        }
    }

    private static void Remap(Cpu cpu, MemmapWorld world, PageRef reference, HugetlbVmemmap hvo, string what)
    {
        if (!reference.Freeze(cpu, world.Head()))
        {
            return;
        }

        if (what == "restored")
        {
            hvo.RestoreFolio(cpu, world.Folios[0]);
        }
        else
        {
            hvo.OptimizeFolio(cpu, world.Folios[0]);
        }
    }

    private static void Read(Cpu cpu, MemmapWorld world, HvoOptions options, string what, ulong slot)
    {
        switch (what)
        {
            case "shared-tail":
                MapSharedTail(cpu, world, options, slot);
                break;
            case "fields":
                if (new PageRef(world.Vmemmap, options.Era).AddUnlessZero(cpu, world.Head()))
                {
                    Look(cpu, world, StructPage.Private(world.Head()));
                }

                break;
            case "restored":
                Look(cpu, world, StructPage.CompoundHeadWord(world.Tail()));
                break;
            default:
                Look(cpu, world, StructPage.Flags(world.Head()));
                break;
        }
    }

    // Another folio's tails are mapped to the shared page by whoever finds it, and read by anybody.
    private static void MapSharedTail(Cpu cpu, MemmapWorld world, HvoOptions options, ulong slot)
    {
        Word tail = cpu.ReadOnce(slot);
        if (tail != 0)
        {
            new VmemmapRemap(world.Vmemmap, options).RemapTail(cpu, world.Folios[0], 1, tail);
            cpu.FlushTlbKernelRange(world.Space, 0, world.Space.Pages);
            Look(cpu, world, StructPage.CompoundHeadWord(world.Tail()));
        }
    }

    private static void Look(Cpu cpu, MemmapWorld world, Word address)
    {
        cpu.Step(ReadStep);
        cpu.Observe(Found, world.Vmemmap.On(cpu).Load(address));
    }

    private static FailureNote? Judge(IExecution execution)
    {
        if (Saw(execution, Reader, Oops))
        {
            return OopsOf(Reader, "takes a fault on a struct page: the table is seen before it is filled");
        }

        return execution.TryGetObserved(Reader, Found, out ulong value) && value == MemmapWorld.Garbage
            ? new FailureNote(ViolationKind.Assertion, "a struct page is read before it is filled (S4)")
            : null;
    }
}
