using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// What is before each event of a graph in local order ∪ external reads-from ∪ coherence ∪ from-reads, transitively, kept while events are added and taken back. An event that is added costs
/// what its direct predecessors are, and one pass over the events if something follows it, instead of a new look at the whole graph.
/// </summary>
/// <remarks>Not thread-safe. One instance belongs to one graph.</remarks>
public sealed class OrderClosure
{
    private const int Cyclic = -1;

    private readonly EventSet[] _before = new EventSet[EventSet.Capacity];
    private (int Slot, EventSet Before)[] _trail = new (int, EventSet)[64];

    /// <summary>How many changes were made that <see cref="Undo"/> can take back.</summary>
    public int Mark { get; private set; }

    /// <summary>Whether the order has a cycle, which a model for which it is more than must be may allow: then what is on one is before itself.</summary>
    public bool IsCyclic { get; private set; }

    /// <summary>Whether an event is on a cycle.</summary>
    public bool IsOnCycle(int slot) => IsCyclic && _before[slot].Contains(slot);

    /// <summary>The events on cycles through an event.</summary>
    public EventSet CyclesOf(int slot)
    {
        EventSet both = default;
        foreach (int before in _before[slot])
        {
            if (_before[before].Contains(slot))
            {
                both.Add(before);
            }
        }

        return both;
    }

    /// <summary>Takes back what was changed since <see cref="Mark"/> had a value.</summary>
    public void Undo(int mark)
    {
        while (Mark > mark)
        {
            ref (int Slot, EventSet Before) change = ref _trail[--Mark];
            if (change.Slot == Cyclic)
            {
                IsCyclic = false;
            }
            else
            {
                _before[change.Slot] = change.Before;
            }
        }
    }

    private void NoteCycle()
    {
        // The first one says it for all: taking back a later one leaves it.
        if (!IsCyclic)
        {
            Push(Cyclic, default);
            IsCyclic = true;
        }
    }

    /// <summary>Adds the last event of a thread, which nobody reads from. False, and nothing is changed, if that makes a cycle.</summary>
    /// <param name="graph">The graph with the event in it.</param>
    /// <param name="slot">The event.</param>
    /// <param name="local">What is before it in its thread.</param>
    /// <param name="before">What is before it.</param>
    public bool TryAdd(ExecutionGraph graph, int slot, EventSet local, out EventSet before)
    {
        before = Before(graph, slot, local);
        int next = Next(graph, ref graph.Events[slot]);
        if (next >= 0)
        {
            if (before.Contains(next))
            {
                return false;
            }

            EventSet more = before;
            more.Add(slot);
            PutBefore(graph, next, more);
        }

        _before[slot] = before;
        return true;
    }

    /// <summary>The events on the cycles that <see cref="TryAdd"/> says an event makes; it is not added.</summary>
    /// <param name="graph">The graph with the event in it.</param>
    /// <param name="slot">The event.</param>
    /// <param name="before">What is before it.</param>
    public EventSet CyclesThrough(ExecutionGraph graph, int slot, EventSet before)
    {
        EventSet cycles = default;
        int next = Next(graph, ref graph.Events[slot]);
        if (next < 0 || !before.Contains(next))
        {
            return cycles;
        }

        cycles.Add(slot);
        foreach (int other in before)
        {
            if (other == next || _before[other].Contains(next))
            {
                cycles.Add(other);
            }
        }

        return cycles;
    }

    /// <summary>Adds the last event of a thread, which nobody reads from and for which <see cref="TryAdd"/> says that it makes a cycle.</summary>
    /// <param name="graph">The graph with the event in it.</param>
    /// <param name="slot">The event.</param>
    /// <param name="before">What is before it.</param>
    public void AddOnCycle(ExecutionGraph graph, int slot, EventSet before)
    {
        before.Add(slot);
        PutBefore(graph, Next(graph, ref graph.Events[slot]), before);
        _before[slot] = before;
        NoteCycle();
    }

    /// <summary>What would be before an event if it were added.</summary>
    public EventSet Before(ExecutionGraph graph, int slot, EventSet local) => UpTo(Direct(graph, slot, local));

    /// <summary>Whether an event is before one of a set, or in it.</summary>
    public bool IsUpTo(int slot, EventSet set, ExecutionGraph graph)
    {
        EventSet rest = set & graph.Present;
        if (rest.Contains(slot))
        {
            return true;
        }

        while (rest.Last is >= 0 and var last)
        {
            EventSet before = _before[last];
            if (before.Contains(slot))
            {
                return true;
            }

            rest.Remove(last);
            rest -= before;
        }

        return false;
    }

    /// <summary>The events of a set, which are there, and what is before them.</summary>
    public EventSet UpTo(EventSet set)
    {
        EventSet all = set;

        // What one has before it adds nothing: the later ones first.
        for (EventSet rest = set; rest.Last is >= 0 and var last;)
        {
            EventSet before = _before[last];
            all |= before;
            rest.Remove(last);
            rest -= before;
        }

        return all;
    }

    /// <summary>Computes everything anew. False if there is a cycle; then nothing holds that is asked of it before <see cref="CloseOverCycles"/>, or before it is computed again, or taken back.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="model">Says what is before an event in its thread.</param>
    /// <param name="canUndo">Whether it can be taken back.</param>
    /// <param name="assumed">Pairs that are ordered besides.</param>
    public bool TryCompute(ExecutionGraph graph, GraphModel model, bool canUndo, EventMatrix? assumed = null)
    {
        if (!canUndo)
        {
            (Mark, IsCyclic) = (0, false);
        }

        foreach (int slot in graph.Present)
        {
            if (canUndo)
            {
                Push(slot, _before[slot]);
            }

            _before[slot] = Direct(graph, slot, model.OrderedInThread(graph, slot));
        }

        AddAssumed(assumed);

        // Peel off what has no predecessor left. Slots are roughly in order of first adding, so few passes are needed.
        EventSet rest = graph.Present;
        while (!rest.IsEmpty)
        {
            EventSet previous = rest;
            foreach (int slot in previous)
            {
                if ((_before[slot] & rest).IsEmpty)
                {
                    _before[slot] = UpTo(_before[slot]);
                    rest.Remove(slot);
                }
            }

            if (rest == previous)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Takes over what holds of the events that a revisit keeps, of which nothing that was deleted was before any. What is added next can't be taken back. False if something was, or if the write or
    /// the read, which are there already, is not its thread's last event.
    /// </summary>
    /// <param name="graph">The graph with the events kept, the write that revisits, and the read that takes it.</param>
    /// <param name="old">The closure of the graph before.</param>
    /// <param name="write">The write.</param>
    /// <param name="read">The read.</param>
    public bool TryKeep(ExecutionGraph graph, OrderClosure old, int write, int read)
    {
        if (graph.LastOf(graph.Events[write].Thread) != write || graph.LastOf(graph.Events[read].Thread) != read)
        {
            return false;
        }

        EventSet kept = graph.Present;
        kept.Remove(write);
        kept.Remove(read);
        (Mark, IsCyclic) = (0, false);
        foreach (int slot in kept)
        {
            EventSet before = old._before[slot];
            if (!(before - kept).IsEmpty)
            {
                return false;
            }

            _before[slot] = before;
            IsCyclic |= before.Contains(slot);
        }

        // Nothing is before another event because of the two.
        _before[write] = _before[read] = default;
        return true;
    }

    /// <summary>Goes on after <see cref="TryCompute"/> found a cycle.</summary>
    public void CloseOverCycles(ExecutionGraph graph)
    {
        for (bool grown = true; grown;)
        {
            grown = false;
            foreach (int slot in graph.Present)
            {
                EventSet before = _before[slot];
                foreach (int other in _before[slot])
                {
                    before |= _before[other];
                }

                grown |= before != _before[slot];
                _before[slot] = before;
            }
        }

        NoteCycle();
    }

    private void PutBefore(ExecutionGraph graph, int next, EventSet more)
    {
        foreach (int slot in graph.Present)
        {
            if (slot == next || _before[slot].Contains(next))
            {
                Push(slot, _before[slot]);
                _before[slot] |= more;
            }
        }
    }

    /// <summary>
    /// What is directly before an event. That a read-modify-write's read is before its write is no news, nor is what a thread reads of its own: it may be taken from the store buffer.
    /// </summary>
    private static EventSet Direct(ExecutionGraph graph, int slot, EventSet local)
    {
        ref GraphEvent e = ref graph.Events[slot];
        EventSet before = local;
        switch (e.Kind)
        {
            case EventKind.Read when e.Source >= 0 && graph.Events[e.Source].Thread != e.Thread:
            case EventKind.Poll when e.Source >= 0:
                before.Add(e.Source);
                break;
            case EventKind.Write:
                before |= graph.Readers(e.CoherencePrevious, e.Location);
                if (e.CoherencePrevious >= 0)
                {
                    before.Add(e.CoherencePrevious);
                }

                before.Remove(slot);
                break;
        }

        return before & graph.Present;
    }

    /// <summary>The write that follows an event in coherence or from-reads; -1 if there is none.</summary>
    internal static int Next(ExecutionGraph graph, ref GraphEvent e) => e.Kind switch
    {
        EventKind.Write => e.CoherenceNext,
        EventKind.Read when e.Source < 0 || graph.Has(e.Source) => graph.After(e.Source, e.Location),
        _ => -1,
    };

    private void AddAssumed(EventMatrix? assumed)
    {
        int from = 0;
        int to = 0;
        while (assumed is not null && assumed.TryNext(ref from, ref to))
        {
            _before[to++].Add(from);
        }
    }

    private void Push(int slot, EventSet before)
    {
        if (Mark == _trail.Length)
        {
            Array.Resize(ref _trail, Mark * 2);
        }

        _trail[Mark++] = (slot, before);
    }
}
