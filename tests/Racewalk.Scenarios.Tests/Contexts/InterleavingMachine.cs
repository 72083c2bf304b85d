using Racewalk.Machine;

namespace Racewalk.Scenarios.Tests.Contexts;

/// <summary>What a context of a random program does next.</summary>
internal enum Act
{
    Load,
    Store,
    StoreIfSet,
    IrqSave,
    IrqRestore,
    BhDisable,
    BhEnable,
    PreemptDisable,
    PreemptEnable,
}

/// <summary>One operation: of memory with the location and the value.</summary>
internal sealed record Op(Act Act, int Location = 0, ulong Value = 0);

/// <summary>A context of a random program: where it runs, what it is, when it can begin.</summary>
internal sealed record Body(string Name, int Cpu, ContextKind Kind, int Priority, bool IsWokenAtAnyTime, Op[] Ops);

/// <summary>
/// The second opinion on contexts: a machine under sequential consistency that makes one step at a time and tries every one, with no graph, no replay and no choice events. It finds the
/// values that loads can return.
/// </summary>
internal sealed class InterleavingMachine(Body[] bodies, int cpus)
{
    private readonly SortedSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = [];

    /// <summary>All outcomes: the values of all loads, by name.</summary>
    internal IReadOnlyCollection<string> Run()
    {
        Visit(new State(new int[bodies.Length], [.. bodies.Select(static _ => false)], [.. Enumerable.Range(0, cpus).Select(static _ => (int[])[])], new ulong[2], []));
        return _outcomes;
    }

    private void Visit(State state)
    {
        if (!_seen.Add(state.ToString()))
        {
            return;
        }

        bool isOver = true;
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            foreach (State next in Steps(state, cpu))
            {
                isOver = false;
                Visit(next);
            }
        }

        if (isOver)
        {
            _outcomes.Add(string.Join(' ', state.Loads.Order(StringComparer.Ordinal)));
        }
    }

    private IEnumerable<State> Steps(State state, int cpu)
    {
        int running = state.Stacks[cpu].Length == 0 ? -1 : state.Stacks[cpu][^1];
        for (int b = 0; b < bodies.Length; b++)
        {
            if (bodies[b].Cpu == cpu && !state.Begun[b] && MayBegin(state, running, b))
            {
                yield return state.Begin(b, cpu);
            }
        }

        if (running >= 0 && !IsOutranked(state, cpu, running))
        {
            yield return Step(state, cpu, running);
        }

        // Among equals the scheduler may change its mind.
        for (int below = 0; running >= 0 && IsPreemptible(state, running) && below < state.Stacks[cpu].Length - 1; below++)
        {
            if (bodies[state.Stacks[cpu][below]].Kind == ContextKind.Task && bodies[state.Stacks[cpu][below]].Priority == bodies[running].Priority)
            {
                yield return state.Raise(cpu, below);
            }
        }
    }

    // A task that can run from the start does so before any of lower priority.
    private bool IsOutranked(State state, int cpu, int running) => bodies[running].Kind == ContextKind.Task && IsPreemptible(state, running)
        && Enumerable.Range(0, bodies.Length).Any(b => bodies[b].Cpu == cpu && !state.Begun[b] && bodies[b].Kind == ContextKind.Task
            && !bodies[b].IsWokenAtAnyTime && bodies[b].Priority > bodies[running].Priority);

    private bool MayBegin(State state, int running, int body)
    {
        Body b = bodies[body];
        if (running < 0)
        {
            return b.Kind != ContextKind.Task || !Enumerable.Range(0, bodies.Length).Any(o => o != body && bodies[o].Cpu == b.Cpu && !state.Begun[o]
                && bodies[o].Kind == ContextKind.Task && !bodies[o].IsWokenAtAnyTime && bodies[o].Priority > b.Priority);
        }

        (int irqs, int bh, _) = Masks(state, running);
        return b.Kind == ContextKind.Task
            ? IsPreemptible(state, running) && b.Priority >= bodies[running].Priority
            : b.Kind > bodies[running].Kind && (b.Kind == ContextKind.Nmi || irqs == 0) && (b.Kind != ContextKind.Softirq || bh == 0);
    }

    private bool IsPreemptible(State state, int running)
    {
        (int irqs, int bh, int preemption) = Masks(state, running);
        return bodies[running].Kind == ContextKind.Task && irqs == 0 && bh == 0 && preemption == 0;
    }

    private (int Irqs, int Bh, int Preemption) Masks(State state, int body)
    {
        IEnumerable<Act> done = bodies[body].Ops.Take(state.Counters[body]).Select(static o => o.Act);
        int Depth(Act on, Act off) => done.Count(a => a == on) - done.Count(a => a == off);
        int irqs = Depth(Act.IrqSave, Act.IrqRestore) + (bodies[body].Kind >= ContextKind.Hardirq ? 1 : 0);
        return (irqs, Depth(Act.BhDisable, Act.BhEnable), Depth(Act.PreemptDisable, Act.PreemptEnable));
    }

    private State Step(State state, int cpu, int body)
    {
        int counter = state.Counters[body];
        Op[] ops = bodies[body].Ops;
        return counter == ops.Length ? state.End(cpu) : state.Do(body, ops[counter], $"{bodies[body].Name}{counter}");
    }

    private sealed record State(int[] Counters, bool[] Begun, int[][] Stacks, ulong[] Memory, string[] Loads)
    {
        internal State Begin(int body, int cpu) => this with { Begun = With(Begun, body, true), Stacks = With(Stacks, cpu, [.. Stacks[cpu], body]) };

        internal State End(int cpu) => this with { Stacks = With(Stacks, cpu, Stacks[cpu][..^1]) };

        internal State Raise(int cpu, int below) =>
            this with { Stacks = With(Stacks, cpu, [.. Stacks[cpu].Where((_, i) => i != below), Stacks[cpu][below]]) };

        internal State Do(int body, Op op, string name)
        {
            State next = this with { Counters = With(Counters, body, Counters[body] + 1) };
            return op.Act switch
            {
                Act.Load => next with { Loads = [.. Loads, FormattableString.Invariant($"{name}={Memory[op.Location]}")] },
                Act.StoreIfSet => next with { Memory = Memory[op.Location] == 0 ? Memory : With(Memory, 1 - op.Location, op.Value) },
                Act.Store => next with { Memory = With(Memory, op.Location, op.Value) },
                _ => next,
            };
        }

        public override string ToString() => string.Join('|',
            string.Join(',', Counters), string.Join(',', Begun), string.Join(';', Stacks.Select(static s => string.Join(',', s))), string.Join(',', Memory), string.Join(',', Loads));

        private static T[] With<T>(T[] array, int index, T value)
        {
            T[] copy = [.. array];
            copy[index] = value;
            return copy;
        }
    }
}
