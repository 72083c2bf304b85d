using Racewalk.Exploration.Estimates;

namespace Racewalk.Exploration.Subtrees;

/// <summary>
/// A part of the search, connected in the order of visits: from a position on, up to where another one begins. It shrinks at its end when somebody else takes
/// over what its oldest decision has left.
/// </summary>
/// <param name="start">Where it begins, or goes on if something of it was explored before.</param>
internal sealed class Subtree(SearchPosition start)
{
    private double _share;
    private double _whole = 1;
    private double _remaining = 1;
    private volatile bool _isDropped;
    private volatile Reached? _reached;

    /// <summary>Where it begins, or where to go on.</summary>
    public SearchPosition Start { get; set; } = start;

    /// <summary>What was found in it; null if nobody has looked yet.</summary>
    public SubtreeResult? Result { get; set; }

    /// <summary>Whether somebody explores it, or nobody yet, or all was visited. The list's lock guards it.</summary>
    public SubtreeState State { get; set; }

    /// <summary>
    /// How far it was when its worker told last, while somebody explores it; null otherwise. Only that worker sets it; where the end of the part moves, under the list's lock.
    /// </summary>
    public Reached? Reached
    {
        get => _reached;
        set => _reached = value;
    }

    /// <summary>Whether it lies behind the violation that ends the exploration.</summary>
    public bool IsDropped
    {
        get => _isDropped;
        set => _isDropped = value;
    }

    /// <summary>The estimated part of the whole search that is left in it.</summary>
    public double Left => State == SubtreeState.Done ? 0 : Volatile.Read(ref _share) * Volatile.Read(ref _remaining);

    /// <summary>Sets its part of the whole search.</summary>
    public void SetShare(double share) => Volatile.Write(ref _share, share);

    /// <summary>Takes an estimate as that of the whole: of a subtree that is just begun, or has just been divided.</summary>
    /// <param name="remaining">What <see cref="FrameWeights.Remaining"/> says.</param>
    public void Rebase(double remaining)
    {
        Volatile.Write(ref _share, Volatile.Read(ref _share) * Volatile.Read(ref _remaining));
        _whole = remaining;
        Volatile.Write(ref _remaining, 1);
    }

    /// <summary>Tells what is left now.</summary>
    /// <param name="remaining">What <see cref="FrameWeights.Remaining"/> says.</param>
    public void Publish(double remaining) => Volatile.Write(ref _remaining, _whole > 0 ? Math.Clamp(remaining / _whole, 0, 1) : 0);

    /// <summary>Gives a part of what is left to another subtree, and returns its share.</summary>
    public double GiveAway(double part)
    {
        double left = Volatile.Read(ref _share) * Volatile.Read(ref _remaining);
        Volatile.Write(ref _share, left * (1 - part));
        Volatile.Write(ref _remaining, 1);
        return left * part;
    }
}

/// <summary>How a subtree stands.</summary>
internal enum SubtreeState
{
    /// <summary>Nobody explores it.</summary>
    Waiting,

    /// <summary>A worker explores it.</summary>
    Running,

    /// <summary>All of it was visited, or what is left is not wanted.</summary>
    Done,
}
