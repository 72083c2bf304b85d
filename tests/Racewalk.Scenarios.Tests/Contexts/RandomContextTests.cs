using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Programs;
using Racewalk.Testing;

namespace Racewalk.Scenarios.Tests.Contexts;

/// <summary>Random programs with contexts: the explorer finds the outcomes that a machine finds that tries every interleaving.</summary>
public sealed class RandomContextTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    [InlineData(3, 100)]
    public void Check_RandomContexts_OutcomesOfEveryInterleaving(int seed, int times)
    {
        var random = new Generator((ulong)seed);
        for (int i = 0; i < times; i++)
        {
            Body[] bodies = random.Program();
            string[] expected = [.. new InterleavingMachine(bodies, 2).Run()];
            string[] names = [.. bodies.SelectMany(static b => b.Ops.Select((o, n) => (o.Act, Name: b.Name + n)).Where(static p => p.Act == Act.Load).Select(static p => p.Name)).Order(StringComparer.Ordinal)];
            ContextProbe probe = Probe(Architecture.Sc, bodies, names);
            ScenarioVerdict verdict = probe.Check();
            Assert.True(verdict.Verdict == Verdict.Holds, Describe(bodies) + verdict.Failure?.Message);
            Assert.True(expected.SequenceEqual(probe.Outcomes), $"{Describe(bodies)}\nexpected {string.Join("; ", expected)}\nfound {string.Join("; ", probe.Outcomes)}");
        }
    }

    /// <summary>Under a model with dependencies, an event that does not record what it depends on loses executions in one of the orders.</summary>
    [Theory]
    [InlineData(4, 60)]
    [InlineData(5, 60)]
    public void Explore_RandomContexts_CountsDoNotDependOnTheOrderOfThreads(int seed, int times)
    {
        var random = new Generator((ulong)seed);
        for (int i = 0; i < times; i++)
        {
            Body[] bodies = random.Program();
            ScenarioInstance instance = Probe(Architecture.Arm64, bodies, []).Build(Configuration.Parse(""));
            ExplorationResult forward = Explorer.Explore(instance.Program, instance.Model);
            ExplorationResult backward = Explorer.Explore(instance.Program, instance.Model, options: new ExplorationOptions { ThreadOrder = [1, 0] });
            Assert.True((forward.Executions, forward.Cut) == (backward.Executions, backward.Cut), $"{Describe(bodies)}\n{forward.Executions}, backward {backward.Executions}");
        }
    }

    private static ContextProbe Probe(Architecture architecture, Body[] bodies, string[] names)
    {
        var machine = new CheckedMachine(architecture, 2)
        {
            HasPseudoNmi = architecture == Architecture.Arm64,
            Interrupts = [.. bodies.Where(static b => b.Kind != ContextKind.Task).Select(static b => new InterruptSource(b.Name, b.Kind, 1UL << b.Cpu, c => Run(c, b)))],
        };
        return new ContextProbe(machine, Thread(machine, bodies, 0), Thread(machine, bodies, 1)) { Names = names };
    }

    private static string Describe(Body[] bodies) => string.Join('\n', bodies.Select(static b =>
        $"{b.Name} cpu {b.Cpu} {b.Kind} priority {b.Priority}{(b.IsWokenAtAnyTime ? " woken" : "")}: {string.Join(", ", b.Ops.Select(static o => $"{o.Act} {o.Location} {o.Value}"))}"));

    private static ThreadBody Thread(CheckedMachine machine, Body[] bodies, int cpu) => machine.Tasks(
        [.. bodies.Where(b => b.Cpu == cpu && b.Kind == ContextKind.Task).Select(static b => new CpuTask(b.Name, b.Priority, c => Run(c, b)) { IsWokenAtAnyTime = b.IsWokenAtAnyTime })]);

    private static void Run(Cpu cpu, Body body)
    {
        for (int i = 0; i < body.Ops.Length; i++)
        {
            Op op = body.Ops[i];
            switch (op.Act)
            {
                case Act.Load:
                    cpu.Observe(body.Name + i, cpu.ReadOnce(ContextProbe.X + ((ulong)op.Location * 8)));
                    break;
                case Act.Store:
                    cpu.WriteOnce(ContextProbe.X + ((ulong)op.Location * 8), op.Value);
                    break;
                case Act.StoreIfSet:
                    if (cpu.ReadOnce(ContextProbe.X + ((ulong)op.Location * 8)) != 0)
                    {
                        cpu.WriteOnce(ContextProbe.X + ((ulong)(1 - op.Location) * 8), op.Value);
                    }

                    break;
                case Act.IrqSave:
                    cpu.LocalIrqSave();
                    break;
                case Act.IrqRestore:
                    cpu.LocalIrqRestore();
                    break;
                case Act.BhDisable:
                    cpu.LocalBhDisable();
                    break;
                case Act.BhEnable:
                    cpu.LocalBhEnable();
                    break;
                case Act.PreemptDisable:
                    cpu.PreemptDisable();
                    break;
                default:
                    cpu.PreemptEnable();
                    break;
            }
        }
    }

    private sealed class Generator(ulong seed)
    {
        private readonly SplitMix64 _random = new(seed);
        private ulong _value;

        internal Body[] Program()
        {
            List<Body> bodies = [];
            _value = 0;
            int tasks = 1 + Below(2);
            for (int t = 0; t < tasks; t++)
            {
                bodies.Add(new Body($"t{t}", 0, ContextKind.Task, 1 + Below(2), Below(2) == 0, Ops(1 + Below(3), maskable: true)));
            }

            for (int i = 0; i < Below(3); i++)
            {
                bodies.Add(new Body($"i{i}", 0, (ContextKind)(1 + Below(3)), 0, false, Ops(1 + Below(2), maskable: false)));
            }

            bodies.Add(new Body("o", 1, ContextKind.Task, 1, false, Ops(1 + Below(2), maskable: false)));
            return [.. bodies];
        }

        private Op[] Ops(int count, bool maskable)
        {
            List<Op> ops = [.. Enumerable.Range(0, count).Select(_ => Below(2) == 0 ? new Op(Act.Load, Below(2)) : new Op(Below(3) == 0 ? Act.StoreIfSet : Act.Store, Below(2), ++_value))];
            if (maskable && Below(2) == 0)
            {
                int mask = Below(3);
                (Act on, Act off) = mask == 0 ? (Act.IrqSave, Act.IrqRestore) : mask == 1 ? (Act.BhDisable, Act.BhEnable) : (Act.PreemptDisable, Act.PreemptEnable);
                int first = Below(ops.Count);
                ops.Insert(first, new Op(on));
                ops.Insert(first + 2 + Below(ops.Count - first - 1), new Op(off));
            }

            return [.. ops];
        }

        private int Below(int bound) => _random.Below(bound);
    }
}
