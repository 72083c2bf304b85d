namespace Racewalk.Site;

/// <summary>What is wrong with the documentation, each with its place. A site with problems is not written.</summary>
internal sealed class Problems
{
    private readonly List<string> _all = [];

    /// <summary>One line or more each, in the order in which they were found.</summary>
    internal IReadOnlyList<string> All => _all;

    /// <summary>Adds a problem.</summary>
    internal void Add(string where, string what) => _all.Add($"{where}: {what}");
}
