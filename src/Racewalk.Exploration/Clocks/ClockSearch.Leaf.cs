using Racewalk.Programs;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder> : IExecution
{
    int IExecution.ThreadCount => _order.Length;

    bool IExecution.IsComplete => Worst() is ThreadStatus.Finished or ThreadStatus.Failed;

    bool IExecution.IsDeadlock => IsDeadlock();

    ThreadStatus IExecution.Status(int thread) => StatusOf(thread);

    ulong IExecution.Final(ulong address)
    {
        if (!_tree.TryLocation(address, out int location))
        {
            return _program.Initial.GetValueOrDefault(address);
        }

        int last = location < _log.Locations.Length ? _log.Locations[location].CoherenceLast : -1;
        return last >= 0 ? _log.Events[last].Value : _tree.Initial(location);
    }

    bool IExecution.TryGetObserved(int thread, string name, out ulong value) =>
        Observations.TryFind(_tree, this, thread, LastKnownNode(thread), name, out value);

    FailureNote? IExecution.Failure(int thread) => _log.Threads[thread].State == CursorState.Failed
        ? _tree.Notes(_log.Threads[thread].Node).OfType<FailureNote>().LastOrDefault()
        : null;

    Execution IExecution.Snapshot() => ClockSnapshot.Take(_log, _tree, StatusOf, IsDeadlock());

    FailureNote? IExecution.DataRace => null;

    private void Leaf()
    {
        if (!KeepsGracePeriods() || (_staysInGracePeriods && !IsDeadlock()))
        {
            return;
        }

        if (_checksInvariants)
        {
            ClockInvariants<TOrder>.Check(_log, _tree);
        }

        bool clean = _visitor?.Visit(this) ?? true;
        _tally.Count(Worst(), clean);
    }

    private int LastKnownNode(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        return t.Node >= 0 ? t.Node : t.LastNode;
    }

    private ThreadStatus Worst()
    {
        var worst = ThreadStatus.Finished;
        for (int t = 0; t < _order.Length; t++)
        {
            ThreadStatus status = StatusOf(t);
            worst = status > worst ? status : worst;
        }

        return worst;
    }

    private ThreadStatus StatusOf(int thread) => _log.Threads[thread].State switch
    {
        CursorState.Finished or CursorState.Idle when IsInGracePeriod(thread) => ThreadStatus.Blocked,
        CursorState.Finished => ThreadStatus.Finished,
        CursorState.Failed => ThreadStatus.Failed,
        CursorState.Cut => ThreadStatus.Cut,
        CursorState.Idle => HasPending(thread, _log.Threads[thread].Node) ? ThreadStatus.Blocked : ThreadStatus.Finished,
        _ => ThreadStatus.Blocked,
    };

    private bool HasPending(int thread, int poll)
    {
        if (_log.Sends == 0)
        {
            return false;
        }

        _pending.Clear();
        FindPending(thread, poll);
        return _pending.Count > 0;
    }

    /// <summary>Nothing can move: no thread is cut, no idle CPU has an interrupt pending, and every read that blocks a thread reads the newest write.</summary>
    private bool IsDeadlock()
    {
        bool blocked = false;
        bool inGracePeriod = false;
        bool inSection = false;
        for (int t = 0; t < _order.Length; t++)
        {
            ThreadStatus status = StatusOf(t);
            if (status == ThreadStatus.Cut)
            {
                return false;
            }

            if (status != ThreadStatus.Blocked)
            {
                continue;
            }

            blocked = true;
            inSection |= _staysInGracePeriods && EndlessGracePeriods.IsInSection(_tree, this, t);
            if (IsInGracePeriod(t) && !HasPending(t, _log.Threads[t].Node))
            {
                inGracePeriod = true;
            }
            else if (_log.Threads[t].State == CursorState.Idle || !_loops.BlocksOnNewest(t, _log.Threads[t].Node))
            {
                return false;
            }
        }

        return blocked && (!_staysInGracePeriods || (inGracePeriod && inSection));
    }

    private bool IsInGracePeriod(int thread) => _staysInGracePeriods && EndlessGracePeriods.IsIn(_tree, this, thread);

    IReadOnlyList<int> IExecution.WaitingReaders =>
        _staysInGracePeriods ? [.. Enumerable.Range(0, _order.Length).Where(t => EndlessGracePeriods.IsInSection(_tree, this, t))] : [];
}
