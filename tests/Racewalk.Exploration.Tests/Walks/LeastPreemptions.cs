using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Walks;

// The fewest preemptions that an interleaving of an execution has, by trying all: what a context-bounded search must agree with.
internal sealed class LeastPreemptions
{
    private const int Never = 1000;
    private readonly Execution _execution;
    private readonly IReadOnlyDictionary<ulong, ulong> _initial;
    private readonly List<ExecutionEvent[]> _threads = [];
    private readonly Dictionary<(string Done, int Last), int> _least = [];

    private LeastPreemptions(Execution execution, IReadOnlyDictionary<ulong, ulong> initial)
    {
        _execution = execution;
        _initial = initial;
        foreach (ExecutionThread thread in execution.Threads)
        {
            // A read-modify-write is one step: its write goes with its read.
            _threads.Add([.. thread.Events.Select(id => execution.Events[id]).Where(static e => !(e.Kind == EventKind.Write && e.RmwPartner >= 0))]);
        }
    }

    public static int Of(Execution execution, CheckedProgram program) => new LeastPreemptions(execution, program.Initial).Least(new int[execution.Threads.Count], -1);

    private int Least(int[] done, int last)
    {
        if (_threads.Select((events, t) => done[t] == events.Length || IsEnd(events[done[t]])).All(static atEnd => atEnd))
        {
            return 0;
        }

        (string, int) key = (string.Join(' ', done), last);
        if (_least.TryGetValue(key, out int known))
        {
            return known;
        }

        int least = Never;
        for (int t = 0; t < done.Length; t++)
        {
            if (done[t] == _threads[t].Length || IsEnd(_threads[t][done[t]]) || !IsNext(_threads[t][done[t]], done))
            {
                continue;
            }

            int cost = last >= 0 && last != t && CouldGoOn(last, done) ? 1 : 0;
            int[] then = [.. done];
            then[t]++;
            least = Math.Min(least, cost + Least(then, t));
        }

        return _least[key] = least;
    }

    // A wait that lasts, or a CPU that stays idle: no step of an interleaving.
    private static bool IsEnd(ExecutionEvent e) => e.Kind switch
    {
        EventKind.Read => !Satisfies(e.Operation, e.Value),
        EventKind.Poll => IsIdle(e) && e.ReadsFrom < 0,
        _ => false,
    };

    private bool IsNext(ExecutionEvent e, int[] done) => e.Kind switch
    {
        EventKind.Read => Newest(e.Operation.Address, done) == e.ReadsFrom,
        EventKind.Write => e.Coherence == Writes(e.Operation.Address, done) + 1,
        EventKind.Poll => e.ReadsFrom < 0 || IsDone(_execution.Events[e.ReadsFrom], done),
        _ => true,
    };

    private bool CouldGoOn(int thread, int[] done) => done[thread] < _threads[thread].Length && CouldGoOn(thread, done, done[thread]);

    private bool CouldGoOn(int thread, int[] done, int next)
    {
        ExecutionEvent e = _threads[thread][next];
        return e.Kind switch
        {
            EventKind.Choice => next + 1 == _threads[thread].Length || CouldGoOn(thread, done, next + 1),
            EventKind.Read => Satisfies(e.Operation, Newest(e.Operation.Address, done) is var w and >= 0 ? _execution.Events[w].Value : _initial.GetValueOrDefault(e.Operation.Address)),
            EventKind.Poll when IsIdle(e) => _execution.Events.Any(s => s.Kind == EventKind.Send && (int)s.Operation.Address == thread && IsDone(s, done)
                && !_execution.Events.Any(p => p.Kind == EventKind.Poll && p.ReadsFrom == s.Id && IsDone(p, done))),
            _ => true,
        };
    }

    private int Newest(ulong address, int[] done) => WritesOf(address, done).MaxBy(static e => e.Coherence)?.Id ?? -1;

    private int Writes(ulong address, int[] done) => WritesOf(address, done).Count();

    private IEnumerable<ExecutionEvent> WritesOf(ulong address, int[] done) =>
        _execution.Events.Where(e => e.Kind == EventKind.Write && e.Operation.Address == address && IsDone(e, done));

    private bool IsDone(ExecutionEvent e, int[] done)
    {
        ExecutionEvent step = e.Kind == EventKind.Write && e.RmwPartner >= 0 ? _execution.Events[e.RmwPartner] : e;
        return Array.IndexOf(_threads[e.Thread], step) < done[e.Thread];
    }

    private static bool IsIdle(ExecutionEvent e) => e.Operation.Comparand != 0;

    private static bool Satisfies(in Operation operation, ulong value) => operation.Await switch
    {
        AwaitKind.Equal => (value & operation.AwaitMask) == operation.AwaitOperand,
        AwaitKind.NotEqual => (value & operation.AwaitMask) != operation.AwaitOperand,
        _ => true,
    };
}
