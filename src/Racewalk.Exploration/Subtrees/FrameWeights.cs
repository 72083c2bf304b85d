using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Subtrees;

/// <summary>Estimates how much of a search is left: the alternatives of a decision weigh the same (Knuth 1975, Kilby et al. 2006).</summary>
internal static class FrameWeights
{
    /// <summary>The part that is left after the execution that the search stands at, from 0 to 1. Frames that are closed are no part of the search.</summary>
    public static double Remaining(ISubtreeSearch search)
    {
        Span<Frame> frames = search.Frames;
        double remaining = 0;
        double weight = 1;
        for (int i = 0; i < frames.Length; i++)
        {
            if (frames[i].IsClosed)
            {
                continue;
            }

            int more = search.IsLikelyToHaveMore(i) ? 1 : 0;
            int all = Math.Max(1, frames[i].Tried + more);
            weight /= all;
            remaining += weight * more;
        }

        return remaining;
    }

    /// <summary>The part of what is left that the alternatives left of the oldest open frame are.</summary>
    public static double PartOfOldest(ISubtreeSearch search, int oldest, double remaining) =>
        remaining > 0 && search.IsLikelyToHaveMore(oldest) ? Math.Min(1, 1 / ((search.Frames[oldest].Tried + 1) * remaining)) : 0;
}
