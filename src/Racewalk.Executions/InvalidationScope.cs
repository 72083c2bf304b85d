namespace Racewalk.Executions;

/// <summary>
/// Which walks an invalidation is about. A walk's read has a tag that its machine gives it (the page, the level, the address space); an invalidation is about
/// the tags that agree with <paramref name="Match"/> in the bits of <paramref name="Mask"/>.
/// </summary>
/// <param name="Mask">The bits that are compared.</param>
/// <param name="Match">What they must be.</param>
public readonly record struct InvalidationScope(uint Mask, uint Match)
{
    /// <summary>All walks.</summary>
    public static InvalidationScope All => default;

    /// <summary>The scope as one value, as operations and events hold it.</summary>
    public ulong Packed => ((ulong)Mask << 32) | Match;

    /// <summary>The walks with one tag.</summary>
    public static InvalidationScope Of(uint tag) => new(uint.MaxValue, tag);

    /// <summary>The scope that <see cref="Packed"/> made one value of.</summary>
    public static InvalidationScope Unpack(ulong packed) => new((uint)(packed >> 32), (uint)packed);

    /// <summary>Whether it is about a walk's read with a tag.</summary>
    public bool Covers(uint tag) => (tag & Mask) == Match;
}
