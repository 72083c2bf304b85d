using Racewalk.Cli;
using Racewalk.Site;

namespace Racewalk.Docs.Tests;

/// <summary>What the documentation shows is what the command writes.</summary>
public sealed class DocumentedCommandTests
{
    private static readonly IReadOnlyList<DocumentedCommand> s_commands =
        [.. Pages.All.SelectMany(static page => DocumentedCommand.In(page, Pages.Lines(page)))];

    // Pages name files of the repository.
    static DocumentedCommandTests() => Directory.SetCurrentDirectory(Pages.Root);

    public static TheoryData<string> Commands => [.. s_commands.Select(static c => c.ToString())];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Output_is_what_the_page_shows(string name)
    {
        DocumentedCommand command = s_commands.First(c => c.ToString() == name);
        (int exitCode, string output) = CommandRunner.Run(command.Arguments);

        Assert.NotEqual(ExitCodes.InternalError, exitCode);
        if (command.Expected.Count == 0)
        {
            // A command that is only named must still make sense.
            Assert.True(exitCode != ExitCodes.Usage, $"{name}\n{output}");
            return;
        }

        Assert.True(
            OutputPattern.Matches(command.Expected, OutputPattern.LinesOf(output)),
            $"{name}: the page shows\n\n{string.Join('\n', command.Expected)}\n\nbut the command writes\n\n{output}");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/cli.md")]
    [InlineData("docs/tutorial.md")]
    public void Page_shows_the_output_of_commands(string page) =>
        Assert.Contains(s_commands, c => c.Page == page && c.Expected.Count > 0);
}
