namespace Racewalk.Cli.Tests;

/// <summary>From the violation to its command and back, through the real explorer.</summary>
public sealed class ReplayCommandTests
{
    [Fact]
    public void Replay_CommandOfAViolation_ShowsTheSameTable()
    {
        TestRun check = TestRun.Of(TestRun.Real(), "check", "test/store-buffering");
        Assert.Equal(1, check.ExitCode);
        string line = check.Output.Split('\n').Single(static l => l.StartsWith("replay: racewalk ", StringComparison.Ordinal));
        TestRun replay = TestRun.Of(TestRun.Real(), line["replay: racewalk ".Length..].Split(' '));
        Assert.Equal(1, replay.ExitCode);
        Assert.Equal(Table(check.Output).Replace(line + "\n", "", StringComparison.Ordinal), Table(replay.Output));
        Assert.Contains("BROKEN: assertion: both missed it", replay.Output, StringComparison.Ordinal);
        Assert.Contains("smp_mb() between them", replay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_OtherModel_SaysThatThereIsNoSuchExecution()
    {
        TestRun run = TestRun.Of(TestRun.Real(), "check", "--replay", "1:test/store-buffering:arch=x86-64,era=E1,model=sc:10.10");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("not found: no execution", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_ExecutionWithoutViolation_Returns0()
    {
        TestRun run = TestRun.Of(TestRun.Real(), "check", "--replay", "1:test/store-buffering:arch=x86-64,era=E1,model=sc:11.11");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Nothing is broken in this execution.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_BoundReached_Returns3()
    {
        TestRun run = TestRun.Of(
            TestRun.Real(), "check", "--replay", "1:test/store-buffering:arch=x86-64,era=E1,model=sc:10.10", "--max-executions", "1");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("not found before a bound was reached", run.Output, StringComparison.Ordinal);
    }

    private static string Table(string output) => output[output.IndexOf("\nCPU 0", StringComparison.Ordinal)..];
}
