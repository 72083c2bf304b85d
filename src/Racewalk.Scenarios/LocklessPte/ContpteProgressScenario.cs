using Racewalk.Machine;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>How long ptep_get_lockless may read an entry of a contiguous set again, while somebody with the lock is at work on the set.</summary>
internal sealed class ContpteProgressScenario : ScenarioBase
{
    private const string Writer = "writer";
    private const string Reader = "reader";
    private const string Lock = "ptl-lock";
    private const string Read = "read";
    private const string Unfolded = "unfolded";

    private static readonly Axis s_arch = new(CommonAxes.Arch.Name, ["arm64"], "arm64");

    private static readonly Axis s_context = new(
        "context", ["task", "hardirq", "nmi"], "who reads: a task with interrupts off, as GUP-fast; an interrupt; a pseudo-NMI");

    private static readonly Axis s_cpus = new("cpus", ["2", "1"], "whether the reader is on another CPU than the writer, or on the writer's; there the task has the higher priority");

    private static readonly Axis s_rt = new("rt", ["no", "yes"], "PREEMPT_RT: who holds the page-table lock can be preempted");

    private static readonly Axis s_vcpu = new("vcpu", ["run", "writer-halts"], "whether the host may halt the writer's virtual CPU for ever");

    /// <inheritdoc/>
    public override string Id => "lockless-pte/contpte-progress";

    /// <inheritdoc/>
    public override string Title => "Does the retry loop of ptep_get_lockless end?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [s_arch, s_context, s_cpus, ContpteAxes.Form, s_rt, s_vcpu];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(Lock, Writer, "pte_offset_map_lock", "v6.12", "mm/pgtable-generic.c", true),
        .. ContpteStepTable.Convert(Writer),
        .. ContpteStepTable.Flush(Writer),
        .. ContpteStepTable.Lockless(Reader),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "needs a writer that stops for a mutant: two CPUs that both go on"),
        Expect.Violated("vcpu=writer-halts", "question 7: the host halts the writer between two entries, and the reader spins with interrupts off"),
        Expect.Violated("vcpu=writer-halts form=early-exit", "question 7: the entries that are looked at are the broken ones"),
        Expect.Holds("vcpu=writer-halts form=norecency", "needs no step for the verdict: without gathering there is no loop"),
        Expect.Holds("cpus=1", "the writer holds a spinlock, so it is not preempted between break and make"),
        Expect.Violated("cpus=1 -ptl-lock", "mutant: preemption is on in the middle of it"),
        Expect.Violated("cpus=1 rt=yes", "question 7: the reader preempts the writer between two entries, and spins with interrupts off on the only CPU that could help"),
        Expect.Violated("cpus=1 rt=yes form=early-exit", "question 7"),
        Expect.Holds("cpus=1 rt=yes form=norecency", "needs no step for the verdict: without gathering there is no loop"),
        Expect.Holds("rt=yes", "needs a writer that stops for a mutant: nobody preempts it"),
        Expect.Violated("cpus=1 context=hardirq", "a spinlock does not mask interrupts: one that reads locklessly on the writer's CPU spins for ever"),
        Expect.Violated("cpus=1 context=hardirq rt=yes", "the same"),
        Expect.Violated("cpus=1 context=nmi", "the same"),
        Expect.Holds("cpus=1 context=hardirq form=norecency", "needs no step for the verdict: without gathering there is no loop"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        string context = configuration.Values[s_context.Name];
        bool isOne = configuration.Values[s_cpus.Name] == "1";
        if (context != "task" && !isOne)
        {
            throw new ScenarioException($"context={context} makes no difference on another CPU: cpus=1");
        }

        if (isOne && configuration.Values[s_vcpu.Name] != "run")
        {
            throw new ScenarioException("vcpu=writer-halts needs two CPUs: nobody else would wait");
        }

        return Steps.Select(static s => s.Name).Except(ContpteAxes.AbsentSteps(configuration));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string context = variant[s_context.Name];
        int cpus = variant[s_cpus.Name] == "2" ? 2 : 1;
        var world = new ContpteWorld(ContpteAxes.FormOf(variant));
        string[] steps = [.. Steps.Select(static s => s.Name)];
        ContextKind? kind = context switch { "hardirq" => ContextKind.Hardirq, "nmi" => ContextKind.Nmi, _ => null };
        var machine = new CheckedMachine(variant.Architecture, cpus, steps, steps.Where(s => !variant.Keeps(s)))
        {
            LocationName = world.Memory.Name,
            PreemptRt = variant[s_rt.Name] == "yes",
            HasPseudoNmi = context == "nmi",
            HaltedCpu = variant[s_vcpu.Name] == "writer-halts" ? 0 : -1,
            Interrupts = kind is { } k ? [new InterruptSource(Reader, k, 1, cpu => ReadLockless(cpu, world))] : [],
        };
        var writer = new CpuTask(Writer, 1, cpu => Unfold(cpu, world));
        ThreadBody[] threads = cpus == 2 ? [machine.Task(writer.Body), machine.Task(cpu => ReadInTask(cpu, world))]
            : kind is null ? [machine.Tasks(writer, new CpuTask(Reader, 2, cpu => ReadInTask(cpu, world)) { IsWokenAtAnyTime = true })]
            : [machine.Task(writer.Body)];
        return new ScenarioInstance
        {
            Program = new CheckedProgram
            {
                Name = $"{Id} {variant.Configuration}",
                Threads = [.. threads],
                ThreadNames = cpus == 2 ? [Writer, Reader] : [Writer],
                Initial = world.Memory.Initial,
                LocationName = machine.Name,
            },
            Model = ModelOf(variant),
            Machine = machine,
            Property = static _ => null,
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the set is unfolded", static e => Saw(e, 0, Unfolded)),
                new("the entry is read", e => e.TryGetObserved(cpus - 1, Read, out _)),
            ],
        };
    }

    private static void Unfold(Cpu cpu, ContpteWorld world)
    {
        bool locks = cpu.Step(Lock);
        if (locks)
        {
            cpu.SpinLock(world.Mm.PageTableLock);
        }

        world.Convert.TryUnfold(cpu, world.Mm, 0, world.Ptes[0]);
        if (locks)
        {
            cpu.SpinUnlock(world.Mm.PageTableLock);
        }

        cpu.Observe(Unfolded, 1);
    }

    private static void ReadInTask(Cpu cpu, ContpteWorld world)
    {
        cpu.LocalIrqSave();
        ReadLockless(cpu, world);
        cpu.LocalIrqRestore();
    }

    private static void ReadLockless(Cpu cpu, ContpteWorld world) => cpu.Observe(Read, world.Mm.Ptep.GetLockless(cpu, world.Ptes[ContpteWorld.Entries - 1]));
}
