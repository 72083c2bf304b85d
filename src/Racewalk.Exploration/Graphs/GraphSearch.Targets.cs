using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <content>What a revisit could be of.</content>
internal sealed partial class GraphSearch
{
    private readonly int[] _byAge = new int[EventSet.Capacity];

    /// <summary>Goes from the youngest event to the oldest, and stops at reads of an operation's location, or at polls of its target.</summary>
    private ref struct Targets
    {
        private readonly GraphSearch _search;
        private readonly int _node;
        private readonly int _location;
        private readonly int _below;
        private readonly bool _isSend;
        private EventSet _candidates;
        private int _next;

        /// <summary>Before the first one. There is one at a time.</summary>
        /// <param name="search">The search.</param>
        /// <param name="node">The operation: a write, a read-modify-write or a send.</param>
        /// <param name="below">The stamp that all have a smaller one than.</param>
        public Targets(GraphSearch search, int node, int below)
        {
            ref Paths.PathNode n = ref search._tree.Nodes[node];
            _search = search;
            _node = node;
            _below = below;
            _location = n.Location;
            _isSend = n.Kind == OperationKind.Send;
            _candidates = _isSend ? search.Graph.Present : search.Graph.ReadsOf(_location);
            Older = search.Graph.Present;
            Current = -1;
            _next = _candidates.IsEmpty ? -1 : search._level.ByAge(search._byAge) - 1;
        }

        /// <summary>The event; its thread, for a send, is the target.</summary>
        public int Current { get; private set; }

        /// <summary>The events that are older than it.</summary>
        public EventSet Older;

        /// <summary>Passes over some events from the next one on.</summary>
        public void Exclude(EventSet events) => _candidates -= events;

        /// <summary>Goes to the next older one.</summary>
        public bool MoveNext()
        {
            while (_next >= 0)
            {
                int slot = _search._byAge[_next--];
                Older.Remove(slot);
                if (_candidates.Contains(slot) && IsTarget(ref _search.Graph.Events[slot]))
                {
                    Current = slot;
                    return true;
                }
            }

            return false;
        }

        private readonly bool IsTarget(ref GraphEvent e) =>
            e.Stamp < _below && (!_isSend || (e.Kind == EventKind.Poll && e.Thread == _location && _search._tree.Takes(e.Node, _node)));
    }
}
