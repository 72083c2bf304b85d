using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Mm.Races;
using Racewalk.Programs;
using Racewalk.Scenarios.Hvo;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.HvoArm64;

/// <summary>A speculative reference on a tail while its entry is broken: does page_is_fake_head keep it away?</summary>
internal sealed class FakeHeadSteersScenario : TranslationScenario
{
    private const string Updated = "updated";

    private static readonly Axis s_update = new("update", ["stopped", "steered"], "stopped: by stop_machine; steered: break-before-make, and page_is_fake_head is to keep others away meanwhile");

    /// <inheritdoc/>
    public override string Id => "hvo-arm64/fake-head-steers";

    /// <inheritdoc/>
    public override string Title => "Can page_is_fake_head keep others away from a struct page during break-before-make?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [UpdateAxes.Arch, s_update];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. HvoStepTable.Reference.Where(static s => s.Name is PageRefSteps.Count or PageRefSteps.Acquire),
        .. UpdateStepTable.All.Where(static s => s.Name is UpdateSteps.Stop or UpdateSteps.Break or UpdateSteps.Make),
        .. CommonSteps.TranslatedFlush(UpdateStepTable.Writer, Architecture.Arm64),
        .. UpdateStepTable.All.Where(static s => s.Name is Cpu.FlushIsb or HvoSteps.SetPteDsb or HvoSteps.SetPteIsb),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "nobody looks meanwhile"),
        Expect.Violated("-flush-tlbi", "mutant: both translations are cached at once"),
        Expect.Violated("update=steered", "the predicate reads the struct page, which is not mapped: it faults itself (Yu Zhao)"),
    ];

    /// <inheritdoc/>
    protected override bool IsArm64Only => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) =>
        configuration.Values[s_update.Name] == "steered" ? new HashSet<string> { UpdateSteps.Stop } : new HashSet<string>();

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, HvoEra.E5));
        HugetlbFolio folio = world.Folios[0];
        foreach (int word in world.Layout.Words)
        {
            // The head has been copied, and the count is frozen.
            world.Memory.Set(MemmapWorld.WordAt(folio.NewHead, word), word == 8 ? 0 : world.Memory.Initial[MemmapWorld.WordAt(folio.Frames[0], word)]);
        }

        var stop = new StopMachine(world.Memory.AddKernelWords([.. StopMachine.Names(2)]), 2);
        var stopped = new StopMachineUpdate(world.Vmemmap, stop);
        IReadOnlyList<EntryUpdate> entries = [new EntryUpdate(world.PteAt(1), world.Vmemmap.Pte.KernelReadOnly(folio.NewHead), 1, 1)];
        int batch = stopped.Add(entries);
        var reference = new PageRef(world.Vmemmap, HvoEra.E5);
        // The count is zero, or there is a fault: nothing further is reached.
        string[] leftOut = [PageRefSteps.Rcu, PageRefSteps.FakeHead, PageRefSteps.Add];
        string[] steps = [.. Steps.Select(static s => s.Name), .. leftOut];
        var machine = new CheckedMachine(variant.Architecture, 2, steps, steps.Where(s => !variant.Keeps(s)))
        {
            LocationName = world.Memory.Name,
            AddressSpaces = [world.Space],
        };
        bool isSteered = variant[s_update.Name] == "steered";
        ThreadBody Body(int cpu, string name, Action<Cpu> task) => isSteered
            ? machine.Task(task)
            : machine.Tasks(new CpuTask(name, 1, task), stop.Stopper(cpu, 1, (c, b) => stopped.WhileStopped(c, b)));
        return new ScenarioInstance
        {
            Program = new CheckedProgram
            {
                Name = $"{Id} {variant.Configuration}",
                Threads =
                [
                    Body(0, UpdateStepTable.Writer, cpu => Update(cpu, stopped, entries, batch, isSteered)),
                    Body(1, UpdateStepTable.Other, cpu => reference.AddUnlessZero(cpu, world.Tail())),
                ],
                ThreadNames = [UpdateStepTable.Writer, "PFN walker"],
                Initial = world.Memory.Initial,
                IsTranslated = true,
                TranslationSynchronization = machine.Translation.Synchronization,
                LocationName = machine.Name,
            },
            Model = ModelOf(variant),
            Machine = machine,
            Property = static _ => null,
            FormatValue = world.FormatValue,
            Witnesses = [new("the entry is changed", static e => Saw(e, 0, Updated)), new("the walker finds the count zero", static e => Saw(e, 1, PageRef.WasFree))],
        };
    }

    private static void Update(Cpu cpu, StopMachineUpdate stopped, IReadOnlyList<EntryUpdate> entries, int batch, bool isSteered)
    {
        if (isSteered)
        {
            stopped.WhileStopped(cpu, batch);
        }
        else
        {
            stopped.Update(cpu, entries);
        }

        cpu.Observe(Updated, 1);
    }
}
