namespace Racewalk.Testing.Tests;

/// <summary>What docs/testing.md shows is what is tested here.</summary>
public sealed class DocumentTests
{
    private static readonly string s_root = FindRoot();

    [Fact]
    public void Examples_OfThePage_AreInTests()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(s_root, "tests", "Racewalk.Testing.Tests", "Examples"), "*.cs").Select(File.ReadAllText)];
        IReadOnlyList<string> examples = Blocks("csharp");

        Assert.Equal(2, examples.Count);
        Assert.All(examples, example => Assert.Contains(sources, source => source.Contains(example, StringComparison.Ordinal)));
    }

    [Fact]
    public void Table_OfThePage_IsTheGoldenOne() =>
        Assert.Equal([File.ReadAllText(Path.Combine(s_root, "tests", "Racewalk.Testing.Tests", "Golden", "publish.txt"))], Blocks("text"));

    private static List<string> Blocks(string language)
    {
        string[] parts = File.ReadAllText(Path.Combine(s_root, "docs", "testing.md")).Split($"```{language}\n");
        return [.. parts.Skip(1).Select(static part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Racewalk.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run outside the repository");
    }
}
