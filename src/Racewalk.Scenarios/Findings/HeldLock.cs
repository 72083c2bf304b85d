using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Findings;

/// <summary>A lock that a context holds.</summary>
/// <param name="Thread">The CPU.</param>
/// <param name="Context">The context, where the CPU has several; otherwise empty.</param>
/// <param name="Lock">The lock, as it was taken.</param>
public sealed record HeldLock(int Thread, string Context, LockNote Lock)
{
    /// <summary>The locks that were taken and not given back when an execution ended, oldest first on each CPU.</summary>
    public static IReadOnlyList<HeldLock> AtTheEnd(Execution execution)
    {
        List<HeldLock> held = [];
        for (int thread = 0; thread < execution.Threads.Count; thread++)
        {
            Follow(execution, thread, held, static (_, _) => { });
        }

        return held;
    }

    /// <summary>Follows the locks of a CPU, and tells of each one that was waited for, with those that its context holds then.</summary>
    internal static void Follow(Execution execution, int thread, List<HeldLock> held, Action<LockNote, IEnumerable<HeldLock>> taken)
    {
        string context = "";
        int handler = 0;
        LockNote? wanted = null;
        foreach (ExecutionEvent e in execution.Threads[thread].Events.Select(id => execution.Events[id]))
        {
            handler = e.Context;
            context = e.Notes.OfType<ContextNote>().LastOrDefault()?.Name ?? context;
            string holder = handler == 0 ? context : FormattableString.Invariant($"interrupt {handler}");
            foreach (LockNote note in e.Notes.OfType<LockNote>())
            {
                wanted = note.Acquire ? note : wanted;
                if (!note.Acquire)
                {
                    held.RemoveAll(h => h.Thread == thread && h.Lock.Address == note.Address);
                }
            }

            // A lock is taken when the access to its word succeeds; that need not be the event that carries the note.
            if (wanted is not null && e.Kind == EventKind.Write && e.Operation.Address == wanted.Address)
            {
                if (!wanted.IsTrylock)
                {
                    taken(wanted, held.Where(h => h.Thread == thread && h.Context == holder));
                }

                held.Add(new HeldLock(thread, holder, wanted));
                wanted = null;
            }
        }
    }
}
