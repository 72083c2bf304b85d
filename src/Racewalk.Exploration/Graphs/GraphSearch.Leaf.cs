using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch : IExecution
{
    public int ThreadCount => _order.Length;

    ExecutionGraph? IExecution.Graph => Graph;

    bool IExecution.IsComplete => _ends.Worst() is ThreadStatus.Finished or ThreadStatus.Failed;

    bool IExecution.IsDeadlock => _ends.IsDeadlock();

    IReadOnlyList<int> IExecution.WaitingReaders => _ends.WaitingReaders;

    ThreadStatus IExecution.Status(int thread) => _ends.Of(thread);

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

    FailureNote? IExecution.Failure(int thread) => _ends.Failure(thread);

    FailureNote? IExecution.DataRace => _model.TryFindRace(Graph, out int first, out int second)
        ? new FailureNote(ViolationKind.DataRace, $"CPUs {Describe(first)} and {Describe(second)} race: one of the two is a plain access, and nothing orders them")
        : null;

    Execution IExecution.Snapshot() => GraphSnapshot.Take(_level, _tree, _slots, _ends.Of, _ends.IsDeadlock());

    /// <summary>Whether no read-modify-write stands as failed for the time being, or lacks its write: a graph with such is no execution.</summary>
    private bool IsWhole()
    {
        if (_level is { LeftOut: 0, Provisional: 0, Holed: 0 })
        {
            return true;
        }

        foreach (int slot in Graph.RmwReads)
        {
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.IsProvisional || (e.Partner >= 0 && !Graph.Has(e.Partner)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Visits an execution, a graph that is whole.</summary>
    /// <param name="worst">The worst end of a thread.</param>
    private void Leaf(ThreadStatus worst)
    {
        if (!IsJudgedReal(worst) || (_staysInGracePeriods && !_ends.IsDeadlock()))
        {
            return;
        }

        if (_checksInvariants)
        {
            GraphInvariants.Check(_level, _model, _tree, _tally.Result is { IsRefused: true } or { HasPlain: true, IsRefusedOnBranch: true });
        }

        bool clean = _visitor?.Visit(this) ?? true;
        _tally.Count(worst, clean);
    }

    /// <summary>
    /// The filters of a model judge complete graphs; a blocked or cut one is counted apart. But what it shows as a finding must be real: a deadlock, a thread that failed.
    /// </summary>
    private bool IsJudgedReal(ThreadStatus worst)
    {
        if (worst is ThreadStatus.Finished or ThreadStatus.Failed)
        {
            return _model.Accepts(Graph, _level.Closure);
        }

        bool hasFailed = _ends.HasFailed();
        return (!hasFailed || _model.Accepts(Graph, _level.Closure))
            && (_model is not IGracePeriodModel model || (!hasFailed && !_ends.IsDeadlock()) || GracePeriods.Accepts(Graph, model, stopped: true));
    }

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

    private bool HasPending(int thread, int poll)
    {
        FindPending(thread, poll);
        return _pending.Count > 0;
    }
}
