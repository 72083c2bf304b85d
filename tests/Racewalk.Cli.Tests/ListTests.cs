using Racewalk.Testing;

namespace Racewalk.Cli.Tests;

public sealed class ListTests
{
    [Fact]
    public void List_All_IsALineEach() => Golden("list.txt", TestRun.Of(TestRun.Fake(), "list"));

    [Fact]
    public void List_One_DescribesIt() => Golden("list-one.txt", TestRun.Of(TestRun.Fake(), "list", "gup-fast/zap"));

    [Fact]
    public void List_Steps_NamesKernelFunctions() => Golden("list-steps.txt", TestRun.Of(TestRun.Fake(), "list", "--steps"));

    private static void Golden(string name, TestRun run)
    {
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        GoldenFile.Check("Racewalk.Cli.Tests", name, run.Output);
    }
}
