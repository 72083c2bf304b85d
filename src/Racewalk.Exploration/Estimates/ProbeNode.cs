using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Estimates;

/// <summary>A piece of a search that stands for others as well.</summary>
/// <param name="Path">The alternatives that lead there, by frame: <see cref="Frame.Tried"/>.</param>
/// <param name="IsRest">Whether it is what comes after the last alternative, of the same frame; otherwise it is what is in that alternative.</param>
/// <param name="Weight">How many such pieces it stands for.</param>
internal readonly record struct ProbeNode(int[] Path, bool IsRest, double Weight)
{
    /// <summary>
    /// Its stratum. Every piece is in an earlier one than the pieces that it is divided into: the rest of a frame comes before the alternatives of that frame.
    /// </summary>
    public int Stratum => (2 * Path.Length) + (IsRest ? 0 : 1);
}
