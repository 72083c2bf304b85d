using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Subtrees;

/// <summary>Divides a part: what its oldest decision has left, the largest piece and the end of the part, becomes a part of its own.</summary>
internal static class OldestAlternatives
{
    /// <summary>Closes the oldest frame that may have alternatives left, and returns them as a part; null if there is nothing to give.</summary>
    /// <param name="search">The search, at an execution of the part.</param>
    /// <param name="part">The part; it keeps what comes before.</param>
    /// <param name="evenLast">Whether to give away the last that the part has.</param>
    public static Subtree? GiveAway(ISubtreeSearch search, Subtree part, bool evenLast)
    {
        int oldest = NextOpen(search, 0);
        // Who gives the last away has nothing itself then.
        if (oldest < 0 || (!evenLast && NextOpen(search, oldest + 1) < 0))
        {
            return null;
        }

        double remaining = FrameWeights.Remaining(search);
        part.Publish(remaining);
        double share = part.GiveAway(FrameWeights.PartOfOldest(search, oldest, remaining));
        for (int i = 0; i < oldest; i++)
        {
            search.Frames[i].IsClosed = true;
        }

        var given = new Subtree(SearchPosition.Of(search.Frames[..(oldest + 1)]));
        search.Frames[oldest].IsClosed = true;
        part.Rebase(FrameWeights.Remaining(search));
        given.SetShare(share);
        return given;
    }

    private static int NextOpen(ISubtreeSearch search, int from)
    {
        Span<Frame> frames = search.Frames;
        for (int i = from; i < frames.Length; i++)
        {
            if (!frames[i].IsClosed && search.MayHaveMore(i))
            {
                return i;
            }
        }

        return -1;
    }
}
