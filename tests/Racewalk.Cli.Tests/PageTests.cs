namespace Racewalk.Cli.Tests;

/// <summary>--html.</summary>
public sealed class PageTests : IDisposable
{
    private const string StoreBuffer = "X86 SB\n{ }\n P0 | P1 ;\n MOV [x],$1 | MOV [y],$1 ;\n MOV EAX,[y] | MOV EAX,[x] ;\nexists (0:EAX=0 /\\ 1:EAX=0)\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-page-");

    private string Html => Path.Combine(_folder.FullName, "race.html");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Check_Html_WritesThePageAndPrintsWhatItPrintsWithout()
    {
        TestRun plain = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0");
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0", "--html", Html);
        Assert.Equal((plain.ExitCode, plain.Output, plain.Error), (run.ExitCode, run.Output, run.Error));
        string page = File.ReadAllText(Html);
        Assert.Contains("BROKEN: use after free", page, StringComparison.Ordinal);
        Assert.Contains("Other architectures and variants", page, StringComparison.Ordinal);
        Assert.Contains($"racewalk check gup-fast/collapse --era E0 --html {Html}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_HtmlOfWhatHolds_IsAPageToo()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E1", "--html", Html);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("holds: no execution breaks a property", File.ReadAllText(Html), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_HtmlOfARandomSearch_HasNoNeighbours()
    {
        TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0", "--search", "random", "--html", Html);
        Assert.DoesNotContain("Other architectures", File.ReadAllText(Html), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_HtmlOfTheCatalogue_IsRefusedBeforeItIsChecked()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "--html", Html);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("--html: a page is of one configuration", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_Html_ShowsTheExecution()
    {
        string token = TestRun.Of(TestRun.Real(), "check", "test/store-buffering").Output.Split("--replay ")[1].Trim();
        TestRun run = TestRun.Of(TestRun.Real(), "check", "--replay", token, "--html", Html);
        Assert.Equal(1, run.ExitCode);
        string page = File.ReadAllText(Html);
        Assert.Contains("BROKEN: assertion: both missed it", page, StringComparison.Ordinal);
        Assert.Contains("The cycle (thick)", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tso", "An execution that satisfies the condition", 0)]
    [InlineData("sc", "Why no execution satisfies it", 1)]
    public void Litmus_Html_ShowsTheExecutionOrTheCycle(string model, string heading, int exitCode)
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "litmus", Test("sb"), "--model", model, "--html", Html);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("Why SB", run.Output, StringComparison.Ordinal);
        Assert.Contains(heading, File.ReadAllText(Html), StringComparison.Ordinal);
    }

    [Fact]
    public void Litmus_HtmlOfTwoTests_IsRefused()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "litmus", Test("sb"), Test("sb2"), "--html", Html);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("--html: a page is of one test", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Litmus_HtmlOfAMistypedTest_SaysThatThereIsNone()
    {
        string test = Path.Combine(_folder.FullName, "bad.litmus");
        File.WriteAllText(test, "X86 bad\n{ }\n P0 ;\n MOVE [x],$1 ;\nexists (x=1)\n");
        TestRun run = TestRun.Of(TestRun.Fake(), "litmus", test, "--html", Html);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("there is no result to show", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Html));
    }

    private string Test(string name)
    {
        string path = Path.Combine(_folder.FullName, name + ".litmus");
        File.WriteAllText(path, StoreBuffer);
        return path;
    }
}
