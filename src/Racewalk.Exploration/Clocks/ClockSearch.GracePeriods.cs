using Racewalk.Executions;
using Racewalk.Models;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder>
{
    private readonly OrderModel _definition = TOrder.HasStoreBuffer ? new TsoModel() : new ScModel();
    private bool _hasGracePeriods;

    /// <summary>
    /// Whether a complete execution, or one in which nothing can move or a thread has failed, agrees with its grace periods. Clocks do not say: which of a grace period and a section is first is no part of an
    /// execution, so the model's definition is asked of the execution's graph.
    /// </summary>
    private bool KeepsGracePeriods()
    {
        bool isComplete = ((IExecution)this).IsComplete;
        if (!_hasGracePeriods || (!isComplete && !_ends.IsDeadlock() && !_ends.HasFailed()))
        {
            return true;
        }

        if (_log.Count > EventSet.Capacity)
        {
            _tally.AddBound($"{EventSet.Capacity} events in one execution, the most that grace periods are judged for");
            return true;
        }

        return isComplete ? _definition.Accepts(ToGraph()) : GracePeriods.Accepts(ToGraph(), _definition, stopped: true);
    }

    private ExecutionGraph ToGraph()
    {
        int[] slots = new int[_log.Count];
        var table = new SlotTable(_order.Length);
        for (int id = 0; id < _log.Count; id++)
        {
            slots[id] = -1;
        }

        for (int t = 0; t < _order.Length; t++)
        {
            var ids = new Stack<int>();
            for (int id = _log.Threads[t].ProgramLast; id >= 0; id = _log.Events[id].ProgramPrevious)
            {
                ids.Push(id);
            }

            for (int index = 0; ids.TryPop(out int id); index++)
            {
                slots[id] = table.Get(t, index);
            }
        }

        var graph = new ExecutionGraph(table);
        for (int id = 0; id < _log.Count; id++)
        {
            Copy(graph, id, slots);
        }

        for (int l = 0; l < Math.Min(_tree.LocationCount, _log.Locations.Length); l++)
        {
            int place = -1;
            for (int w = _log.Locations[l].CoherenceFirst; w >= 0; w = _log.Events[w].CoherenceNext)
            {
                graph.Link(slots[w], place);
                place = slots[w];
            }
        }

        foreach (int slot in graph.Present)
        {
            graph.Events[slot].LocalOrder = _definition.LocalOrder(graph, slot);
        }

        return graph;
    }

    private void Copy(ExecutionGraph graph, int id, int[] slots)
    {
        ref ClockEvent from = ref _log.Events[id];
        ref GraphEvent to = ref graph.Events[slots[id]];
        int index = 0;
        while (graph.SlotAt(from.Thread, index) != slots[id])
        {
            index++;
        }

        to = new GraphEvent
        {
            Kind = from.Kind,
            Fence = _tree.Nodes[from.Node].Fence,
            IsRmw = (from.Flags & EventFlags.Rmw) != 0,
            Thread = from.Thread,
            Context = from.Context,
            Index = index,
            Location = from.Location,
            Source = from.Kind is EventKind.Read or EventKind.Poll && from.Source >= 0 ? slots[from.Source] : -1,
            Partner = from.IsRmwWrite ? slots[from.ProgramPrevious] : -1,
            CoherencePrevious = -1,
            CoherenceNext = -1,
        };
        graph.Add(slots[id]);
    }
}
