namespace Racewalk.Litmus.Tests.Conformance;

/// <summary>The project's own tests of page tables on x86 and Power, for which there is no published suite.</summary>
internal static class OwnTables
{
    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(OwnSuite.Folder)!, "page-tables");

    /// <summary>The path of a test.</summary>
    /// <param name="name">Its name.</param>
    public static string PathOf(string name) => Path.Combine(Folder, name + ".litmus");
}
