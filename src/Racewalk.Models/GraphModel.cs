using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What all models on graphs share: coherence and atomicity (AXIOMS §0, COH and ATOM).</summary>
/// <remarks>Not thread-safe: holds scratch space. One instance serves one search.</remarks>
public abstract class GraphModel : IGraphModel
{
    private readonly int[] _position = new int[EventSet.Capacity];
    private int[] _reached = [];

    /// <inheritdoc/>
    public abstract bool HasLoadBuffering { get; }

    /// <inheritdoc/>
    public virtual bool KnowsTranslation => false;

    /// <inheritdoc/>
    public virtual bool MayRefuseTooMuch(ExecutionGraph graph) => false;

    /// <inheritdoc/>
    public virtual bool AllowsDependencyCircles => false;

    /// <inheritdoc/>
    public virtual bool IsOneOrder => false;

    /// <inheritdoc/>
    public virtual bool KeepsClosure => IsOneOrder;

    /// <inheritdoc/>
    public abstract EventSet LocalOrder(ExecutionGraph graph, int slot);

    /// <inheritdoc/>
    public abstract EventSet Prefix(ExecutionGraph graph, int slot);

    /// <inheritdoc/>
    public abstract bool IsConsistent(ExecutionGraph graph);

    /// <inheritdoc/>
    public virtual bool IsConsistent(ExecutionGraph graph, OrderClosure closure) => IsConsistent(graph);

    /// <inheritdoc/>
    public virtual bool IsStillConsistent(ExecutionGraph graph, OrderClosure closure, int added) => IsConsistent(graph);

    /// <inheritdoc/>
    public bool IsConsistentAfterRevisit(ExecutionGraph graph, OrderClosure closure, OrderClosure old, int write, int read)
    {
        if (!KeepsClosure || !closure.TryKeep(graph, old, write, read))
        {
            return IsConsistent(graph, closure);
        }

        graph.Remove(read);
        bool consistent = IsStillConsistent(graph, closure, write);
        graph.Add(read);
        return consistent && IsStillConsistent(graph, closure, read);
    }

    /// <inheritdoc/>
    public virtual bool RefusesOlder(ExecutionGraph graph, OrderClosure closure, int read) => IsOneOrder;

    /// <inheritdoc/>
    public CandidateBound BoundOf(ExecutionGraph graph, OrderClosure closure, int slot) => CandidateBound.Of(graph, this, closure, slot);

    /// <inheritdoc/>
    public virtual EventSet FirmlyBefore(ExecutionGraph graph, EventSet before, EventSet by) => default;

    /// <inheritdoc/>
    public virtual bool IsOverwrittenBefore(ExecutionGraph graph, EventSet before, int write) => false;

    /// <inheritdoc/>
    public virtual void ForgetOperations()
    {
    }

    /// <inheritdoc/>
    public virtual bool Accepts(ExecutionGraph graph) => true;

    /// <inheritdoc/>
    public virtual bool Accepts(ExecutionGraph graph, OrderClosure closure) => Accepts(graph);

    /// <summary>The part of an <see cref="OrderClosure"/> that lies within a thread: what is before an event there.</summary>
    public virtual EventSet OrderedInThread(ExecutionGraph graph, int slot) => graph.Events[slot].LocalOrder;

    /// <inheritdoc/>
    public virtual bool TryFindRace(ExecutionGraph graph, out int first, out int second)
    {
        first = second = -1;
        return false;
    }

    /// <summary>
    /// acyclic (po-loc ∪ rf ∪ co ∪ fr): along program order, what a thread reads and writes of a location goes up in coherence. The reads of
    /// walks take no part.
    /// </summary>
    protected bool IsCoherent(ExecutionGraph graph)
    {
        int locations = graph.LocationCount;
        if (_reached.Length < locations)
        {
            _reached = new int[locations];
        }

        for (int l = 0; l < locations; l++)
        {
            NumberWrites(graph, l);
        }

        for (int t = 0; t < graph.ThreadCount; t++)
        {
            Array.Clear(_reached);
            for (int i = 0; i < graph.ThreadLength(t); i++)
            {
                int slot = graph.SlotAt(t, i);
                ref GraphEvent e = ref graph.Events[slot];
                if (!graph.Has(slot) || !e.IsAccess || (e.IsWalk && e.Kind == EventKind.Read) || e.Location >= locations)
                {
                    continue;
                }

                ref int reached = ref _reached[e.Location];
                if (e.Kind == EventKind.Write)
                {
                    if (_position[slot] <= reached)
                    {
                        return false;
                    }

                    reached = _position[slot];
                }
                else if (e.Source < 0 || graph.Has(e.Source))
                {
                    int position = e.Source < 0 ? 0 : _position[e.Source];
                    if (position < reached)
                    {
                        return false;
                    }

                    // A write of this thread must come strictly after what was read; a read may repeat it.
                    reached = Math.Max(reached, position);
                }
            }
        }

        return ReadsNoFutureWrite(graph);
    }

    private void NumberWrites(ExecutionGraph graph, int location)
    {
        int place = 0;
        for (int w = graph.First(location); w >= 0; w = graph.Events[w].CoherenceNext)
        {
            _position[w] = ++place;
        }
    }

    private static bool ReadsNoFutureWrite(ExecutionGraph graph)
    {
        foreach (int slot in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Kind == EventKind.Read && !e.IsWalk && e.Source >= 0 && graph.Has(e.Source)
                && graph.Events[e.Source].Thread == e.Thread && graph.Events[e.Source].Index > e.Index)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><see cref="IsCoherent"/> of a graph that was coherent without the last event of a thread.</summary>
    protected static bool IsCoherentAt(ExecutionGraph graph, int last)
    {
        ref GraphEvent e = ref graph.Events[last];
        if (e.IsWalk && e.Kind == EventKind.Read)
        {
            return true;
        }

        int own = e.Kind == EventKind.Write ? e.CoherencePrevious : e.Source;
        if ((own >= 0 && !graph.Has(own)) || OrderClosure.Next(graph, ref e) < 0)
        {
            // Nothing is behind what comes last.
            return true;
        }

        return !LastSeen(graph, last, out int seen) || IsUpTo(graph, seen, own);
    }

    /// <summary><see cref="ExecutionGraph.TryLastSeen"/> before an event.</summary>
    internal static bool LastSeen(ExecutionGraph graph, int slot, out int seen)
    {
        ref GraphEvent e = ref graph.Events[slot];
        return graph.TryLastSeen(e.Thread, e.Index, e.Location, graph.Present, out seen);
    }

    /// <summary>Whether a write is another one of its location or comes before it in coherence; -1 stands for the initial value.</summary>
    private static bool IsUpTo(ExecutionGraph graph, int write, int other)
    {
        while (other != write && other >= 0)
        {
            other = graph.Events[other].CoherencePrevious;
        }

        return other == write;
    }

    /// <summary><see cref="IsAtomic"/> of a graph that was so without one event.</summary>
    protected static bool IsAtomicAt(ExecutionGraph graph, int added)
    {
        ref GraphEvent e = ref graph.Events[added];
        if (e.Kind != EventKind.Write)
        {
            return true;
        }

        return (!e.IsRmw || e.CoherencePrevious == graph.Events[e.Partner].Source)
            && (e.CoherenceNext < 0 || !graph.Events[e.CoherenceNext].IsRmw || graph.Events[graph.Events[e.CoherenceNext].Partner].Source == added);
    }

    /// <summary>rmw ∩ (fre;coe) = ∅: the write of a read-modify-write follows the write that its read took at once.</summary>
    protected static bool IsAtomic(ExecutionGraph graph)
    {
        foreach (int slot in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Kind == EventKind.Write && e.IsRmw && e.CoherencePrevious != graph.Events[e.Partner].Source)
            {
                return false;
            }
        }

        return true;
    }
}
