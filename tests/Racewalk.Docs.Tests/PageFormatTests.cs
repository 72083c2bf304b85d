namespace Racewalk.Docs.Tests;

/// <summary>How pages are read and outputs compared.</summary>
public sealed class PageFormatTests
{
    private static readonly string[] s_page =
    [
        "Text.", "```", "$ racewalk not this", "```", "```console", "$ racewalk check a/b --era E0   # why", "one", "", "two", "",
        "$ dotnet test", "not compared", "$ racewalk list", "```", "$ racewalk nor this",
    ];

    [Fact]
    public void Commands_are_those_of_console_blocks()
    {
        IReadOnlyList<DocumentedCommand> commands = DocumentedCommand.In("page.md", s_page);
        Assert.Equal(["page.md:6: racewalk check a/b --era E0", "page.md:13: racewalk list"], commands.Select(c => c.ToString()));
        Assert.Equal(["one", "", "two"], commands[0].Expected);
        Assert.Empty(commands[1].Expected);
    }

    [Theory]
    [InlineData("a|b", "a|b", true)]
    [InlineData("a|b", "a|b|c", false)]
    [InlineData("a|b", "b|a", false)]
    [InlineData("a|…", "a|b|c", true)]
    [InlineData("a|…", "a", true)]
    [InlineData("…|c", "a|b|c", true)]
    [InlineData("a|…|c", "a|c|b|c", true)]
    [InlineData("a|…|c", "a|c|b", false)]
    [InlineData("a|…|b|…|c", "a|c", false)]
    [InlineData("in 0.053 s", "in 1.2 s", true)]
    [InlineData("in 0.053 s", "in 4 min 05 s", true)]
    [InlineData("5 executions", "6 executions", false)]
    public void Lines_match_in_order(string shown, string output, bool matches) =>
        Assert.Equal(matches, OutputPattern.Matches(shown.Split('|'), output.Split('|')));
}
