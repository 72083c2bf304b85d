namespace Racewalk.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("unknown scenario 'gup-fast/colapse'; did you mean 'gup-fast/collapse'", "check", "gup-fast/colapse")]
    [InlineData("unknown scenario 'riscv'; 'racewalk list' names them all", "list", "riscv")]
    [InlineData("unknown architecture of gup-fast/zap 'arm46'; did you mean 'arm64'?", "check", "gup-fast/zap", "--arch", "arm46")]
    [InlineData("unknown value of axis 'era' of gup-fast/zap 'E9'; did you mean 'E0' or 'E1'?", "check", "gup-fast/zap", "--era", "E9")]
    [InlineData("unknown axis of gup-fast/zap 'aera'; did you mean 'era'?", "check", "gup-fast/zap", "--variant", "aera=E0")]
    [InlineData("--variant 'E0': expected axis=value", "check", "gup-fast/zap", "--variant", "E0")]
    [InlineData("axis 'era' has two values, 'E0' and 'E1'", "check", "gup-fast/zap", "--variant", "era=E0", "--era", "E1")]
    [InlineData("unknown step of gup-fast/zap 'fluhs'; did you mean 'flush'?", "check", "gup-fast/zap", "--drop", "fluhs")]
    [InlineData("step 'copy' of gup-fast/zap cannot be left out", "check", "gup-fast/zap", "--drop", "copy")]
    [InlineData("unknown model 'riscv'; there are sc, tso, armv8, power, lkmm", "check", "gup-fast/zap", "--model", "riscv")]
    [InlineData("unknown architecture 'arm46'; did you mean 'arm64'?", "check", "--arch", "arm46")]
    [InlineData("--model and --drop change one configuration", "check", "--all", "--drop", "flush")]
    [InlineData("--loop-bound: the number must be positive", "check", "gup-fast/zap", "--loop-bound", "0")]
    [InlineData("--max-time: the number of seconds must be positive", "check", "gup-fast/zap", "--max-time", "-1")]
    [InlineData("'chek'; did you mean 'check'?", "chek")]
    [InlineData("unknown option '--jsn'; did you mean '--json'?", "check", "gup-fast/zap", "--jsn")]
    [InlineData("version '9'", "check", "--replay", "9:a:b=c:0")]
    [InlineData("the replay token is one of gup-fast/zap", "check", "gup-fast/collapse", "--replay", "1:gup-fast/zap:arch=arm64:0")]
    [InlineData("a replay token names the whole configuration", "check", "--replay", "1:gup-fast/zap:arch=arm64:0", "--era", "E0")]
    public void Run_Nonsense_SaysWhatIsMeantAndReturns2(string expected, params string[] arguments)
    {
        TestRun run = TestRun.Of(TestRun.Fake(), arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.StartsWith("racewalk: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Nothing_Returns2() => Assert.Equal(2, TestRun.Of(TestRun.Fake()).ExitCode);

    [Theory]
    [InlineData("--help")]
    [InlineData("check", "--help")]
    [InlineData("list", "-h")]
    public void Run_Help_Returns0(params string[] arguments)
    {
        TestRun run = TestRun.Of(TestRun.Fake(), arguments);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Version_Returns0()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "--version");
        Assert.Equal((0, "racewalk 1.2.3\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void Run_InternalError_IsOneLineAndReturns70()
    {
        CliEnvironment environment = TestRun.Fake() with
        {
            Check = static (_, _, _, _) => throw new InvalidOperationException("the engine\nis broken"),
        };
        TestRun run = TestRun.Of(environment, "check", "gup-fast/zap");
        Assert.Equal(70, run.ExitCode);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("racewalk: internal error: InvalidOperationException: the engine is broken", run.Error, StringComparison.Ordinal);
        Assert.Contains("1.2.3", run.Error, StringComparison.Ordinal);
    }
}
