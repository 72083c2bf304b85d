using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Cli.Tests;

/// <summary>A command makes the scenarios that it is about, and no other.</summary>
public sealed class StartUpTests
{
    private readonly List<string> _made = [];

    [Theory]
    [InlineData("", "--version")]
    [InlineData("", "--help")]
    [InlineData("", "check", "--help")]
    [InlineData("", "check", "gup-fast/nothing")]
    [InlineData("gup-fast/zap", "check", "gup-fast/zap")]
    [InlineData("gup-fast/zap", "list", "gup-fast/zap", "gup-fast/zap")]
    [InlineData("gup-fast/collapse gup-fast/zap", "list")]
    public void Run_ACommand_MakesOnlyTheScenariosItNeeds(string made, params string[] arguments)
    {
        _ = TestRun.Of(TestRun.Fake() with { Catalogue = new ScenarioList([Entry("gup-fast/collapse"), Entry("gup-fast/zap")]) }, arguments);
        Assert.Equal(made, string.Join(' ', _made));
    }

    /// <summary>Only the command that is named is made, under the name by which it is called.</summary>
    [Theory]
    [InlineData("list")]
    [InlineData("check")]
    [InlineData("cluster")]
    [InlineData("matrix")]
    [InlineData("run")]
    [InlineData("stress")]
    [InlineData("bench")]
    [InlineData("export")]
    [InlineData("litmus")]
    [InlineData("conformance")]
    public void Run_HelpOfACommand_IsItsOwn(string command)
    {
        TestRun run = TestRun.Of(TestRun.Fake(), command, "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($" {command} ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"  {command} ", TestRun.Of(TestRun.Fake(), "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_VersionWithMore_IsRefused()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "--version", "check");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    private ScenarioEntry Entry(string id) => new(id, () =>
    {
        _made.Add(id);
        return new FakeScenario(id);
    });
}
