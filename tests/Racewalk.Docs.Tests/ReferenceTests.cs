using System.Text.RegularExpressions;

namespace Racewalk.Docs.Tests;

/// <summary>What pages point to is there.</summary>
public sealed partial class ReferenceTests
{
    public static TheoryData<string> All => [.. Pages.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Links_lead_to_files(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Pages.Root, page))!;
        Assert.All(
            Link().Matches(Text(page)).Select(static m => m.Groups[1].Value).Where(static l => !l.Contains("://", StringComparison.Ordinal)),
            link => Assert.True(Path.Exists(Path.GetFullPath(Path.Combine(folder, link))), $"{page} links to {link}"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Paths_in_the_repository_exist(string page) => Assert.All(
        RepositoryPath().Matches(Text(page)).Select(static m => m.Groups[1].Value),
        path => Assert.True(Path.Exists(Path.Combine(Pages.Root, path)), $"{page} names {path}"));

    private static string Text(string page) => string.Join('\n', Pages.Lines(page));

    // A link to another file; what follows # is a place in it.
    [GeneratedRegex(@"\]\(([^)#\s]+)(#[^)\s]*)?\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    // Files that the reader is to add have a part in angle brackets, which is no path.
    [GeneratedRegex(@"`((src|tests|docs|bench)/[\w./-]*\w)/?`", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryPath();
}
