using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <content>What a revisit could be of.</content>
internal sealed partial class GraphSearch
{
    private readonly int[] _byAge = new int[EventSet.Capacity];

    /// <summary>
    /// The reads that a thread may revisit with what it writes next. Not its own that come before that in program order, but walks, which nothing is forwarded to; and a read may see an update that the
    /// hardware makes later.
    /// </summary>
    private EventSet ReadsOfOthers(int thread, ref Paths.PathNode n)
    {
        EventSet reads = Graph.ReadsOf(n.Location);
        EventSet own = reads & _slots.Of(thread);
        if (own.IsEmpty || (n.Access & Access.Walk) != 0)
        {
            return reads;
        }

        foreach (int slot in own)
        {
            ref GraphEvent e = ref Graph.Events[slot];
            if (!e.IsWalk && e.Index < _level.Cursors[thread].Index)
            {
                reads.Remove(slot);
            }
        }

        return reads;
    }

    /// <summary>Whether <see cref="WithPinned"/> may keep more with a read than its write, and what the thread did before.</summary>
    private bool MayPinMore(EventSet prefix)
    {
        foreach (int slot in Graph.RmwReads)
        {
            int write = Graph.Events[slot].Partner;
            if (write >= 0 && write != _revisitor && !prefix.Contains(write) && (!Graph.Has(write) || CanLag(slot, write)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The stamp that targets of revisits that keep a write, which is not in their prefix, have a greater one than; 0 if it may be kept in another way than by its age.</summary>
    private int AgeIfDeleted(int write, EventSet prefix)
    {
        ref GraphEvent e = ref Graph.Events[write];
        if (e.IsRmw)
        {
            return prefix.Contains(e.Partner) ? 0 : Graph.Events[e.Partner].Stamp;
        }

        foreach (int slot in Graph.RmwReads & _slots.Of(e.Thread))
        {
            if (Graph.Events[slot].Index > e.Index)
            {
                return 0;
            }
        }

        return e.Stamp;
    }

    /// <summary>Goes from the youngest event to the oldest, and stops at reads of an operation's location, or at polls of its target.</summary>
    private ref struct Targets
    {
        private const int NotBegun = -2;

        private readonly GraphSearch _search;
        private EventSet _candidates;
        private int _next;

        /// <summary>Before the first one. There is one at a time.</summary>
        /// <param name="search">The search.</param>
        /// <param name="thread">Who would revisit it.</param>
        /// <param name="node">The operation: a write, a read-modify-write or a send.</param>
        /// <param name="below">The stamp that all have a smaller one than.</param>
        public Targets(GraphSearch search, int thread, int node, int below)
        {
            ref Paths.PathNode n = ref search._tree.Nodes[node];
            _search = search;
            bool isSend = n.Kind == OperationKind.Send;
            _candidates = isSend ? search.Graph.Present : search.ReadsOfOthers(thread, ref n);
            foreach (int slot in _candidates)
            {
                ref GraphEvent e = ref search.Graph.Events[slot];
                if (e.Stamp >= below || (isSend && !(e.Kind == EventKind.Poll && e.Thread == n.Location && search._tree.Takes(e.Node, node))))
                {
                    _candidates.Remove(slot);
                }
            }

            Older = search.Graph.Present;
            Current = -1;
            _next = NotBegun;
        }

        /// <summary>Those that are left.</summary>
        public readonly EventSet Left => _candidates;

        /// <summary>Whether there is none left.</summary>
        public readonly bool IsEmpty => _candidates.IsEmpty;

        /// <summary>The event; its thread, for a send, is the target.</summary>
        public int Current { get; private set; }

        /// <summary>The events that are older than it.</summary>
        public EventSet Older;

        /// <summary>Leaves out what is in the prefix, and what is older than something that would have to be deleted with it and cannot be.</summary>
        public void Restrict(EventSet prefix)
        {
            _candidates -= prefix;
            EventSet stuck = _search._level.Stuck - prefix;
            if (_candidates.IsEmpty || stuck.IsEmpty)
            {
                return;
            }

            int above = 0;
            foreach (int slot in stuck)
            {
                above = Math.Max(above, _search.AgeIfDeleted(slot, prefix));
            }

            EventSet younger = _candidates;
            foreach (int slot in _candidates)
            {
                if (_search.Graph.Events[slot].Stamp < above)
                {
                    younger.Remove(slot);
                }
            }

            if (younger != _candidates && !_search.MayPinMore(prefix))
            {
                _candidates = younger;
            }
        }

        /// <summary>Goes to the next older one.</summary>
        public bool MoveNext()
        {
            if (_candidates.IsEmpty)
            {
                return false;
            }

            if (_next == NotBegun)
            {
                _next = _search._level.ByAge(_search._byAge) - 1;
            }

            do
            {
                Current = _search._byAge[_next--];
                Older.Remove(Current);
            }
            while (!_candidates.Contains(Current));
            _candidates.Remove(Current);
            return true;
        }
    }
}
