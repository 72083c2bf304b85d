using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch : IExecution
{
    int IExecution.ThreadCount => _order.Length;

    ExecutionGraph? IExecution.Graph => Graph;

    bool IExecution.IsComplete => Worst() is ThreadStatus.Finished or ThreadStatus.Failed;

    bool IExecution.IsDeadlock => IsDeadlock();

    ThreadStatus IExecution.Status(int thread) => StatusOf(thread);

    ulong IExecution.Final(ulong address)
    {
        if (!_tree.TryLocation(address, out int location))
        {
            return _program.Initial.GetValueOrDefault(address);
        }

        int last = Graph.Last(location);
        return last >= 0 ? Graph.Events[last].Value : _tree.Initial(location);
    }

    bool IExecution.TryGetObserved(int thread, string name, out ulong value) =>
        Observations.TryFind(_tree, this, thread, LastKnownNode(thread), name, out value);

    FailureNote? IExecution.Failure(int thread) => _level.Cursors[thread].State == CursorState.Failed
        ? _tree.Notes(_level.Cursors[thread].Node).OfType<FailureNote>().LastOrDefault()
        : null;

    FailureNote? IExecution.DataRace => _model.TryFindRace(Graph, out int first, out int second)
        ? new FailureNote(ViolationKind.DataRace, $"CPUs {Describe(first)} and {Describe(second)} race: one of the two is a plain access, and nothing orders them")
        : null;

    Execution IExecution.Snapshot() => GraphSnapshot.Take(_level, _tree, _slots, StatusOf, IsDeadlock());

    private void Leaf()
    {
        for (int t = 0; t < _order.Length; t++)
        {
            if (HasUnpairedRead(t, 0))
            {
                return;
            }
        }

        if (HasProvisional(Graph.Present))
        {
            return;
        }

        ThreadStatus worst = Worst();
        // The filters of a model judge complete graphs; a blocked or cut one is counted apart. But what it shows as a finding must be real: a deadlock, a thread that failed.
        bool hasFailed = _level.Cursors.Any(static c => c.State == CursorState.Failed);
        if (((worst is ThreadStatus.Finished or ThreadStatus.Failed || hasFailed) && !_model.Accepts(Graph)) || (worst > ThreadStatus.Failed && !KeepsGracePeriods(hasFailed)))
        {
            return;
        }

        if (_staysInGracePeriods && !IsDeadlock())
        {
            return;
        }

        if (_checksInvariants)
        {
            GraphInvariants.Check(_level, _model, _tree, _hasRefused);
        }

        bool clean = _visitor?.Visit(this) ?? true;
        _tally.Count(worst, clean);
    }

    private bool KeepsGracePeriods(bool hasFailed) =>
        _model is not IGracePeriodModel model || (!hasFailed && !IsDeadlock()) || GracePeriods.Accepts(Graph, model, stopped: true);

    private string Describe(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        ulong address = _tree.Address(e.Location);
        return $"{e.Thread} ({(e.Kind == EventKind.Read ? "reads" : "writes")} {_program.LocationName(address)})";
    }

    private int LastKnownNode(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        return c.Node >= 0 ? c.Node : c.LastNode;
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

    private ThreadStatus StatusOf(int thread)
    {
        CursorState state = _level.Cursors[thread].State;
        if (state is CursorState.Finished or CursorState.Idle && IsInGracePeriod(thread))
        {
            return ThreadStatus.Blocked;
        }

        if (state == CursorState.Idle)
        {
            return HasPending(thread) ? ThreadStatus.Blocked : ThreadStatus.Finished;
        }

        return state switch
        {
            CursorState.Finished => ThreadStatus.Finished,
            CursorState.Failed => ThreadStatus.Failed,
            CursorState.Cut => ThreadStatus.Cut,
            _ => ThreadStatus.Blocked,
        };
    }

    /// <summary>See the explorer by clocks: the same rule.</summary>
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
            if (IsInGracePeriod(t) && !HasPending(t))
            {
                inGracePeriod = true;
            }
            else if (_level.Cursors[t].State == CursorState.Idle || !_loops.BlocksOnNewest(t, _level.Cursors[t].Node))
            {
                return false;
            }
        }

        return blocked && (!_staysInGracePeriods || (inGracePeriod && inSection));
    }

    private bool HasPending(int thread)
    {
        FindPending(thread, _level.Cursors[thread].Node);
        return _pending.Count > 0;
    }

    private bool IsInGracePeriod(int thread) => _staysInGracePeriods && EndlessGracePeriods.IsIn(_tree, this, thread);

    IReadOnlyList<int> IExecution.WaitingReaders =>
        _staysInGracePeriods ? [.. Enumerable.Range(0, _order.Length).Where(t => EndlessGracePeriods.IsInSection(_tree, this, t))] : [];
}
