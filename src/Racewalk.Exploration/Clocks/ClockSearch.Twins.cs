namespace Racewalk.Exploration.Clocks;

/// <content>
/// Identical threads. As long as two neighbours of a group have done the same, their events at one place are twins, and the second one's is ordered behind the first one's, in the clocks and in the prefix. Of the
/// executions that differ in the names of identical threads that leaves one: docs/engine.md, "Identical threads".
/// </content>
internal sealed partial class ClockSearch<TOrder>
{
    /// <summary>
    /// Finds the twin of the event that a thread adds next. It is there: the two threads are before the same operation, and of those whose turn may come <see cref="Pick"/> takes the first.
    /// </summary>
    private void FindTwin(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        int twin = _classes.TwinOf(thread);
        if (twin < 0 || !HasDoneAsTwin(ref t))
        {
            t.Twin = -1;
            return;
        }

        t.Twin = _log.EventAt(twin, t.Events);
        if (t.Twin < 0)
        {
            // What was cut has no more events; this thread will be cut as well.
            t.Twin = _log.Threads[twin].State > CursorState.MustWrite
                ? -1
                : throw new InvariantException($"thread {thread} has overtaken its twin {twin}");
        }
        else if (t.State == CursorState.Running && (_log.Events[t.Twin].Flags & EventFlags.Rmw) != 0)
        {
            // A prefix never has the read alone of a pair that writes: what it reads may not be maximal, and its write has no choice.
            int write = _log.EventAt(twin, t.Events + 1);
            t.Twin = write >= 0 && _log.Events[write].IsRmwWrite ? write : t.Twin;
        }
    }

    /// <summary>Whether a thread has done the same as its twin thread so far.</summary>
    private bool HasDoneAsTwin(ref ThreadCursor t) => t.ProgramLast < 0 || _log.IsLikeTwin(t.ProgramLast);

    /// <summary>How many alternatives a choice has. A thread chooses none that its twin has not come to: the first ones are then what every prefix can go on with.</summary>
    private int CountChoices(int thread, int node)
    {
        int twin = TOrder.HasTwins ? _log.Threads[thread].Twin : -1;
        return twin >= 0 ? (int)_log.Events[twin].Value + 1 : (int)_tree.Nodes[node].Operand;
    }

    /// <summary>Runs a thread until its next operation is known, and identical threads beside it.</summary>
    private void LearnNext(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        _runner.Run(t.LastNode, t.LastValue);
        if (!TOrder.HasTwins)
        {
            return;
        }

        foreach (int other in _classes.GroupOf(thread))
        {
            if (other != thread)
            {
                _runner.Compare(other, _program.Threads[other]);
            }
        }
    }
}
