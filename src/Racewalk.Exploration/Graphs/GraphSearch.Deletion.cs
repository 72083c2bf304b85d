using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <content>What a revisit would delete. Where nothing but the prefix is kept it is the more the older its target, and each event is looked at once for all targets.</content>
internal sealed partial class GraphSearch
{
    /// <summary>Whether <see cref="WithPinned"/> may keep more than the prefix for some target.</summary>
    private bool MayPin(EventSet prefix)
    {
        foreach (int slot in Graph.RmwReads)
        {
            ref GraphEvent read = ref Graph.Events[slot];
            if (read.Partner < 0 || read.Partner == _revisitor || prefix.Contains(read.Partner))
            {
                continue;
            }

            // A target is a read, so a write that was added right after its own read is kept with it and goes with it.
            if (prefix.Contains(slot) || (Graph.Has(read.Partner) && Graph.Events[read.Partner].Stamp != read.Stamp + 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the targets tried so far, with the same events kept but for those older than they, would have deleted.</summary>
    private struct Deletion
    {
        private EventSet _maximal;
        private bool _isRefused;

        /// <summary>What is not maximal, if it is refused.</summary>
        public int Other { get; private set; }

        /// <summary>
        /// Whether all that a revisit of a target would delete is maximal. What is not is deleted with every older target, too.
        /// </summary>
        /// <param name="search">The search.</param>
        /// <param name="kept">What is kept besides the older events.</param>
        /// <param name="target">A target older than those before.</param>
        /// <param name="older">The events that are older than it.</param>
        /// <param name="asksModel">Whether the model may be asked, see <see cref="GraphSearch.IsMaximal"/>.</param>
        public bool IsMaximal(GraphSearch search, EventSet kept, int target, EventSet older, bool asksModel = true)
        {
            if (_isRefused)
            {
                return false;
            }

            int stamp = search.Graph.Events[target].Stamp;
            foreach (int slot in search.Graph.Present - kept - older - _maximal)
            {
                if (!search.IsMaximal(slot, kept, stamp, asksModel))
                {
                    _isRefused = true;
                    Other = slot;
                    return false;
                }

                _maximal.Add(slot);
            }

            return true;
        }
    }
}
