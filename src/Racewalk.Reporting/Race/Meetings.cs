using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Reporting.Order;

namespace Racewalk.Reporting.Race;

/// <summary>At which events the CPUs meet, and which locations only serve locks and interrupts.</summary>
internal sealed class Meetings
{
    private readonly HashSet<int> _meetings;
    private readonly HashSet<ulong> _shared;
    private readonly Dictionary<ulong, string> _locks = [];
    private readonly Dictionary<ulong, int> _callData = [];

    /// <summary>Looks at an execution.</summary>
    public Meetings(Execution execution)
    {
        _meetings =
        [
            .. Communication.Of(execution)
                .Where(e => execution.Events[e.From].Thread != execution.Events[e.To].Thread)
                .SelectMany(static e => new[] { e.From, e.To }),
        ];
        _shared =
        [
            .. _meetings
                .Select(id => execution.Events[id])
                .Where(static e => e.Kind == EventKind.Write)
                .Select(static e => e.Operation.Address),
        ];
        IEnumerable<Note> notes = execution.Events.SelectMany(static e => e.Notes)
            .Concat(execution.Threads.SelectMany(static t => t.FinalNotes));
        foreach (LockNote note in notes.OfType<LockNote>())
        {
            _locks[note.Address] = note.LockClass;
        }

        foreach (ExecutionEvent send in execution.Events.Where(static e => e.Kind == EventKind.Send && e.Index > 0))
        {
            // What the sender writes just before it sends is what the function is called with and where its end is seen.
            ExecutionEvent before = execution.Events[execution.Threads[send.Thread].Events[send.Index - 1]];
            if (before.Kind == EventKind.Write && execution.Events.All(e => ServesCall(e, send, before.Operation.Address)))
            {
                _callData[before.Operation.Address] = (int)send.Operation.Address;
            }
        }
    }

    /// <summary>
    /// Whether other CPUs have to do with an event: it reads from, is overwritten by or comes coherence-next to an event of another CPU, or
    /// it writes where such a thing happens. The parts of a read-modify-write are one.
    /// </summary>
    public bool IsMeeting(ExecutionEvent e) => _meetings.Contains(e.Id) ||
        (e.RmwPartner >= 0 && _meetings.Contains(e.RmwPartner)) ||
        ((e.Kind == EventKind.Write || e.RmwPartner >= 0) && _shared.Contains(e.Operation.Address));

    /// <summary>Whether a location is a lock word.</summary>
    public bool IsLock(ulong address) => _locks.ContainsKey(address);

    /// <summary>The class of a lock.</summary>
    public string LockClass(ulong address) => _locks[address];

    /// <summary>Whether a location carries an inter-processor call, and to which CPU.</summary>
    public bool IsCallData(ulong address, out int target) => _callData.TryGetValue(address, out target);

    /// <summary>Whether a location only serves synchronisation that is told in words: a lock or an inter-processor call.</summary>
    public bool IsSynchronisation(ulong address) => IsLock(address) || _callData.ContainsKey(address);

    // Nobody but the sender and the interrupt's handler uses the word of a call.
    private static bool ServesCall(ExecutionEvent e, ExecutionEvent send, ulong address) =>
        e.Kind is not (EventKind.Read or EventKind.Write) || e.Operation.Address != address || e.Thread == send.Thread ||
        (e.Context > 0 && (ulong)e.Thread == send.Operation.Address);
}
