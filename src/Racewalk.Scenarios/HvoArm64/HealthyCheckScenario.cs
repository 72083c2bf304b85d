using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Scenarios.Hvo;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.HvoArm64;

/// <summary>Strategy A's fault handler has waited: which entries does it find, and for which does it try again?</summary>
internal sealed class HealthyCheckScenario : TranslationScenario
{
    private const int Other = 1;
    private const string Read = "read";

    private static readonly Axis s_makes = new(
        "makes",
        ["table", "old-pte", "block", "reserved"],
        "what the writer puts where it has broken an entry: a table; the PTE that was there (a rollback); the block that was there (a rollback of a split); a PTE whose bits [1:0] say neither page nor nothing");

    /// <inheritdoc/>
    public override string Id => "hvo-arm64/healthy-check";

    /// <inheritdoc/>
    public override string Title => "Is a block entry not healthy?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [UpdateAxes.Arch, s_makes];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. UpdateStepTable.All.Where(static s => s.Name is UpdateSteps.Lock or UpdateSteps.Break or UpdateSteps.Make or UpdateSteps.Healthy or UpdateSteps.Access),
        UpdateStepTable.All.First(static s => s.Name == UpdateSteps.FaultLock) with { Droppable = true },
        .. CommonSteps.TranslatedFlush(UpdateStepTable.Writer, Architecture.Arm64),
        .. UpdateStepTable.All.Where(static s => s.Name is Cpu.FlushIsb or HvoSteps.SetPteDsb or HvoSteps.SetPteIsb),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "a table with a page below it is healthy: the access is tried again"),
        Expect.Violated("-fault-lock", "mutant: the handler looks at once, and finds nothing"),
        Expect.Holds("makes=old-pte", "a rolled-back entry is healthy"),
        Expect.Violated("makes=old-pte -fault-lock", "mutant: the handler looks at once, and finds nothing"),
        Expect.Violated("makes=block", "the split is rolled back, the access would be made, and the handler takes the block for a bug: oops"),
        Expect.Violated("makes=reserved", "the handler does not try again what would fault for ever: an oops, and rightly so"),
    ];

    /// <inheritdoc/>
    protected override bool IsArm64Only => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string makes = variant[s_makes.Name];
        bool isBlock = makes is "table" or "block";
        var world = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, HvoEra.E5) with { IsBlock = isBlock, Words = [0] });
        EntryUpdate entry = EntryOf(world, makes);
        var update = new FaultHandlerUpdate(world.Vmemmap, world.Vmemmap.PageTableLock, LockForm.Plain, LockForm.Plain);
        string[] steps = [.. Steps.Select(static s => s.Name)];
        var machine = new CheckedMachine(variant.Architecture, 2, steps, steps.Where(s => !variant.Keeps(s)))
        {
            LocationName = world.Memory.Name,
            AddressSpaces = [world.Space],
            PageFaultHandler = (cpu, fault) => update.HandleFault(cpu, fault) ? FaultResolution.Retry : FaultResolution.Unhandled,
        };
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (UpdateStepTable.Writer, cpu => update.Update(cpu, [entry])),
                (UpdateStepTable.Other, cpu => Access(cpu, world))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = static _ => null,
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the struct page is read", static e => Saw(e, Other, Read)),
                new("the fault handler waits", static e => Saw(e, Other, FaultHandlerUpdate.Waited)),
            ],
        };
    }

    private static void Access(Cpu cpu, MemmapWorld world)
    {
        cpu.Step(UpdateSteps.Access);
        world.Vmemmap.On(cpu).Load(world.Tail());
        cpu.Observe(Read, 1);
    }

    private static EntryUpdate EntryOf(MemmapWorld world, string makes)
    {
        HugetlbFolio folio = world.Folios[0];
        ArchPte pte = world.Vmemmap.Pte;
        if (makes is not ("table" or "block"))
        {
            return new EntryUpdate(world.PteAt(1), makes == "old-pte" ? pte.Kernel(folio.Frames[1]) : PageTableEntry.Reserved, 1, 1);
        }

        for (int page = 0; page < folio.Pages; page++)
        {
            world.Memory.Set(world.PteAt(page), pte.Kernel(folio.Frames[page]));
        }

        return new EntryUpdate(world.Vmemmap.Pmd, makes == "table" ? world.TableEntry : pte.Kernel(folio.Frames[0]), 0, folio.Pages);
    }
}
