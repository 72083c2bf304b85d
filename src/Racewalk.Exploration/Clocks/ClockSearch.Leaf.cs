using Racewalk.Programs;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder> : IExecution
{
    private ThreadStatus _worst;

    public int ThreadCount => _order.Length;

    bool IExecution.IsComplete => _worst is ThreadStatus.Finished or ThreadStatus.Failed;

    bool IExecution.IsDeadlock => _ends.IsDeadlock();

    IReadOnlyList<int> IExecution.WaitingReaders => _ends.WaitingReaders;

    ThreadStatus IExecution.Status(int thread) => _ends.Of(thread);

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

    FailureNote? IExecution.Failure(int thread) => _ends.Failure(thread);

    Execution IExecution.Snapshot() => ClockSnapshot.Take(_log, _tree, _ends.Of, _ends.IsDeadlock());

    FailureNote? IExecution.DataRace => null;

    private void Leaf()
    {
        _worst = _log.Unfinished == 0 && !_staysInGracePeriods && !_tree.ChecksFreedMemory ? ThreadStatus.Finished : _ends.Worst();
        if (!KeepsGracePeriods() || (_staysInGracePeriods && !_ends.IsDeadlock()))
        {
            return;
        }

        if (_checksInvariants)
        {
            ClockInvariants<TOrder>.Check(_log, _tree);
        }

        if (TOrder.HasTwins && _worst <= ThreadStatus.Failed)
        {
            _tally.Result.AddRepresented(_classes.CountOf(_log));
        }

        bool clean = _visitor?.Visit(this) ?? true;
        _tally.Count(_worst, clean);
    }

    private int LastKnownNode(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        return t.Node >= 0 ? t.Node : t.LastNode;
    }

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
}
