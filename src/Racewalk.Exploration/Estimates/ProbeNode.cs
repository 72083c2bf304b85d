using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Estimates;

/// <summary>A piece of a search that stands for others as well.</summary>
/// <param name="Path">The alternatives that lead there, by frame: <see cref="Frame.Tried"/>.</param>
/// <param name="IsRest">Whether it is what comes after the last alternative, of the same frame; otherwise it is what is in that alternative.</param>
/// <param name="Weight">How many such pieces it stands for.</param>
internal readonly record struct ProbeNode(int[] Path, bool IsRest, double Weight);

/// <summary>
/// Pieces that may be about as large: of as many decisions and as many events. Every piece is in an earlier stratum than the pieces that it is divided into, whatever the events: they have
/// a decision more, and the rest of a frame comes before the alternatives of that frame.
/// </summary>
/// <param name="Depth">Twice the decisions, less one for a rest.</param>
/// <param name="Events">How many events there are before the last decision; a revisit makes them fewer.</param>
internal readonly record struct Stratum(int Depth, int Events) : IComparable<Stratum>
{
    /// <summary>The stratum of the rest of a frame.</summary>
    public static Stratum OfRest(int decisions) => new((2 * decisions) - 1, 0);

    /// <summary>The stratum of an alternative.</summary>
    public static Stratum Of(int decisions, int events) => new(2 * decisions, events);

    /// <inheritdoc/>
    public int CompareTo(Stratum other) => (Depth, Events).CompareTo((other.Depth, other.Events));
}
