using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Subtrees;

/// <summary>One frame of a position.</summary>
/// <param name="Tried">Which alternative was begun last, as the search counts them: <see cref="Frame.Tried"/>.</param>
/// <param name="IsClosed">Whether the alternatives after it are somebody else's.</param>
internal readonly record struct PathStep(int Tried, bool IsClosed);

/// <summary>
/// A place in a search, and with it what is left of the search from there on. A search is a deterministic function of its decisions, so the decisions of the
/// frames from the root on are the whole of its state.
/// </summary>
/// <param name="steps">The frames, the oldest first.</param>
internal sealed class SearchPosition(PathStep[] steps)
{
    /// <summary>Before the first decision.</summary>
    public static readonly SearchPosition Root = new([]);

    /// <summary>Whether nothing has been visited: the first execution is found by going forward, all others by going back first.</summary>
    public bool IsRoot => ReferenceEquals(this, Root);

    /// <summary>The frames, the oldest first.</summary>
    public ReadOnlySpan<PathStep> Steps => steps;

    /// <summary>Where a search with these frames stands.</summary>
    public static SearchPosition Of(ReadOnlySpan<Frame> frames)
    {
        var steps = new PathStep[frames.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = new PathStep(frames[i].Tried, frames[i].IsClosed);
        }

        return new SearchPosition(steps);
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static SearchPosition Read(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count < 0)
        {
            return Root;
        }

        var steps = new PathStep[count];
        for (int i = 0; i < count; i++)
        {
            int step = reader.Read7BitEncodedInt();
            steps[i] = new PathStep(step >> 1, (step & 1) != 0);
        }

        return new SearchPosition(steps);
    }

    /// <summary>Writes the position.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(IsRoot ? -1 : steps.Length);
        foreach (PathStep step in steps)
        {
            writer.Write7BitEncodedInt((step.Tried << 1) | (step.IsClosed ? 1 : 0));
        }
    }
}
