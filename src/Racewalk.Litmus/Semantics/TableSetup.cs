namespace Racewalk.Litmus.Semantics;

/// <summary>Page tables that lie in memory, where walks read their entries. Immutable.</summary>
/// <param name="TablePages">The pages of memory that are tables, by their numbers.</param>
public sealed record TableSetup(IReadOnlySet<ulong> TablePages)
{
    /// <summary>Whether a physical address is in a table.</summary>
    public bool IsEntry(ulong address) => TablePages.Contains(Granule.PageOf(address));
}
