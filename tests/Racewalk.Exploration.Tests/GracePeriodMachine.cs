using System.Collections.Immutable;
using System.Globalization;
using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Runs programs step by step in every order, sequentially consistent. A grace period begins, notes which sections are open, and ends when these have ended.
// What cannot go on is stuck. It knows nothing of axioms and of revisits.
internal sealed class GracePeriodMachine(CheckedProgram program)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public SortedSet<string> Ends { get; } = new(StringComparer.Ordinal);

    public void Run() => Visit(new State([.. program.Threads.Select(_ => new Cpu([], 0, 0, null))], ImmutableSortedDictionary<ulong, ulong>.Empty));

    private void Visit(State state)
    {
        if (!_seen.Add(state.Key()))
        {
            return;
        }

        bool moves = false;
        var text = new List<string>();
        for (int t = 0; t < state.Cpus.Length; t++)
        {
            Operation next = Next.Of(program.Threads[t], t, state.Cpus[t].Results);
            text.Add(next.Kind == OperationKind.End ? "F" : "B");
            if (TryStep(state, t, next) is { } after)
            {
                moves = true;
                Visit(after);
            }
        }

        if (!moves)
        {
            bool inGracePeriod = state.Cpus.Any(static c => c.Awaited is not null);
            Ends.Add($"{string.Concat(text)} x={state.Memory.GetValueOrDefault(X)} y={state.Memory.GetValueOrDefault(Y)}{(inGracePeriod ? " endless" : "")}");
        }
    }

    private static State? TryStep(State state, int t, Operation next)
    {
        Cpu cpu = state.Cpus[t];
        ulong value = state.Memory.GetValueOrDefault(next.Address);
        switch (next.Kind)
        {
            case OperationKind.Read:
                return next.Satisfies(value) ? state.With(t, cpu with { Results = cpu.Results.Add(value) }) : null;
            case OperationKind.Write:
                return state.With(t, cpu with { Results = cpu.Results.Add(0) }) with { Memory = state.Memory.SetItem(next.Address, next.Operand) };
            case OperationKind.Fence when next.Fence == FenceKind.RcuLock:
                return state.With(t, cpu with { Results = cpu.Results.Add(0), Depth = cpu.Depth + 1 });
            case OperationKind.Fence when next.Fence == FenceKind.RcuUnlock:
                return state.With(t, cpu with { Results = cpu.Results.Add(0), Depth = cpu.Depth - 1, Ended = cpu.Depth == 1 ? cpu.Ended + 1 : cpu.Ended });
            case OperationKind.Fence when cpu.Awaited is null:
                return state.With(t, cpu with { Awaited = [.. Enumerable.Range(0, state.Cpus.Length).Where(r => state.Cpus[r].Depth > 0).Select(r => (r, state.Cpus[r].Ended))] });
            case OperationKind.Fence:
                bool over = cpu.Awaited.All(r => state.Cpus[r.Reader].Ended > r.Section);
                return over ? state.With(t, cpu with { Results = cpu.Results.Add(0), Awaited = null }) : null;
            default:
                return null;
        }
    }

    // Depth of the open section, how many have ended, and in a grace period which it waits for.
    private sealed record Cpu(ImmutableList<ulong> Results, int Depth, int Ended, ImmutableList<(int Reader, int Section)>? Awaited);

    private sealed record State(ImmutableArray<Cpu> Cpus, ImmutableSortedDictionary<ulong, ulong> Memory)
    {
        public State With(int thread, Cpu cpu) => this with { Cpus = Cpus.SetItem(thread, cpu) };

        public string Key() => string.Create(CultureInfo.InvariantCulture, $"{string.Join(';', Cpus.Select(static c => string.Join(',', c.Results) + "|" + (c.Awaited is null ? "-" : string.Join(',', c.Awaited))))} {string.Join(',', Memory)}");
    }

    private sealed class Next(ImmutableList<ulong> results) : IOperationSink
    {
        private int _count;
        private Operation _asked;

        public static Operation Of(ThreadBody body, int thread, ImmutableList<ulong> results)
        {
            var sink = new Next(results);
            new ThreadContext(sink, thread).Run(body);
            return sink._asked;
        }

        public bool TryPerform(in Operation operation, List<Note> notes, out ulong value)
        {
            bool known = _count < results.Count;
            value = known ? results[_count++] : 0;
            _asked = operation;
            return known;
        }
    }
}
