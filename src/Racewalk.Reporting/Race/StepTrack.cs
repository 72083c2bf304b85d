using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Reporting.Race;

/// <summary>One time that one context of one CPU was in a step. An identity, not a value: a step may be entered twice.</summary>
internal sealed class StepVisit(int thread, int context, string name)
{
    /// <summary>The CPU.</summary>
    public int Thread { get; } = thread;

    /// <summary>0 for the task, n for the n-th interrupt that the CPU took.</summary>
    public int Context { get; } = context;

    /// <summary>The step's name; empty before the first step.</summary>
    public string Name { get; } = name;
}

/// <summary>Which step every event belongs to, and which steps passed without an event.</summary>
internal sealed class StepTrack
{
    private readonly StepVisit[] _ofEvent;
    private readonly Dictionary<int, List<StepVisit>> _emptyBefore = [];
    private readonly List<StepVisit>[] _atEnd;

    /// <summary>Follows the steps of an execution.</summary>
    public StepTrack(Execution execution)
    {
        _ofEvent = new StepVisit[execution.Events.Count];
        _atEnd = new List<StepVisit>[execution.Threads.Count];
        for (int thread = 0; thread < execution.Threads.Count; thread++)
        {
            Follow(execution, thread);
        }
    }

    /// <summary>The visit that an event belongs to; the same object for all events of one visit.</summary>
    public StepVisit Of(int id) => _ofEvent[id];

    /// <summary>Steps that were entered and left between the event before this one and this one.</summary>
    public IReadOnlyList<StepVisit> EmptyBefore(int id) => _emptyBefore.GetValueOrDefault(id) ?? [];

    /// <summary>Steps that were entered after the thread's last event.</summary>
    public IReadOnlyList<StepVisit> AtEnd(int thread) => _atEnd[thread];

    private void Follow(Execution execution, int thread)
    {
        var current = new Dictionary<int, StepVisit>();
        foreach (int id in execution.Threads[thread].Events)
        {
            ExecutionEvent e = execution.Events[id];
            List<StepVisit> entered = Entered(e.Notes, thread, e.Context);
            if (entered.Count > 1)
            {
                _emptyBefore[id] = entered[..^1];
            }

            if (entered.Count > 0)
            {
                current[e.Context] = entered[^1];
            }
            else if (!current.ContainsKey(e.Context))
            {
                current[e.Context] = new StepVisit(thread, e.Context, "");
            }

            _ofEvent[id] = e.Kind == EventKind.Poll && e.ReadsFrom >= 0 ? EnterHandler(execution, e, current) : current[e.Context];
        }

        _atEnd[thread] = Entered(execution.Threads[thread].FinalNotes, thread, 0);
    }

    // Taking an interrupt is the beginning of its handler, not part of the step that it comes into.
    private static StepVisit EnterHandler(Execution execution, ExecutionEvent poll, Dictionary<int, StepVisit> current)
    {
        IReadOnlyList<int> events = execution.Threads[poll.Thread].Events;
        ExecutionEvent? next = poll.Index + 1 < events.Count ? execution.Events[events[poll.Index + 1]] : null;
        var visit = new StepVisit(poll.Thread, next is null || next.Context == poll.Context ? -1 : next.Context, "");
        current[visit.Context] = visit;
        return visit;
    }

    private static List<StepVisit> Entered(IReadOnlyList<Note> notes, int thread, int context) =>
        [.. notes.OfType<StepNote>().Select(n => new StepVisit(thread, context, n.Step))];
}
