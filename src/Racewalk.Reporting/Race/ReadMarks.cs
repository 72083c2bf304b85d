using Racewalk.Executions;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Race;

/// <summary>Which reads the reader of a race table should look at, and why.</summary>
internal sealed class ReadMarks
{
    private readonly Dictionary<int, string> _notes = [];

    /// <summary>Marks the reads of an execution.</summary>
    /// <param name="story">The execution and its names.</param>
    /// <param name="order">The order in which it is told.</param>
    /// <param name="meetings">Where the CPUs meet.</param>
    /// <param name="format">Writes a value at an address.</param>
    public ReadMarks(RaceStory story, IReadOnlyList<int> order, Meetings meetings, Func<ulong, ulong, string> format)
    {
        IReadOnlyList<ExecutionEvent> events = story.Execution.Events;
        var newest = new Dictionary<ulong, ExecutionEvent>();
        var overwriting = events
            .Where(static e => e.Kind == EventKind.Write)
            .ToDictionary(static e => (e.Operation.Address, e.Coherence));
        foreach (ExecutionEvent e in order.Select(id => events[id]))
        {
            ulong address = e.Operation.Address;
            if (e.Kind == EventKind.Write)
            {
                if (newest.TryGetValue(address, out ExecutionEvent? other) && other.Coherence > e.Coherence)
                {
                    _notes[e.Id] = $"overwritten already: {RaceStory.CpuName(other.Thread)} wrote {format(address, other.Value)} above";
                }
                else
                {
                    newest[address] = e;
                }
            }

            if (e.Kind == EventKind.Read && !meetings.IsSynchronisation(address))
            {
                int source = e.ReadsFrom < 0 ? 0 : events[e.ReadsFrom].Coherence;
                if (newest.TryGetValue(address, out ExecutionEvent? written) && written.Coherence > source)
                {
                    _notes[e.Id] = $"stale: {RaceStory.CpuName(written.Thread)} wrote {format(address, written.Value)} above";
                }
                else if (overwriting.TryGetValue((address, source + 1), out ExecutionEvent? next) && next.Thread != e.Thread &&
                    next.Value != e.Value)
                {
                    _notes[e.Id] = "";
                }

                if (EscapedInvalidation.Of(story, e) is { } escaped)
                {
                    _notes[e.Id] = _notes.TryGetValue(e.Id, out string? stale) && stale.Length > 0 ? $"{stale}; {escaped}" : $"cached: {escaped}";
                }
            }
        }
    }

    /// <summary>Why an event is marked; empty where the mark alone will do, null if it is not marked.</summary>
    public string? Of(int id) => _notes.GetValueOrDefault(id);
}
