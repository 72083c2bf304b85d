using System.Diagnostics;
using System.Text.Json;
using Racewalk.Scenarios;

namespace Racewalk.Cli.Tests;

/// <summary>racewalk run, on this machine's processors.</summary>
public sealed class RunTests
{
    private const string Scenario = "gup-fast/collapse";

    [Fact]
    public void Run_WhatIsKnownToBreak_IsSeenAndMarked()
    {
        TestRun run = Run(Scenario, "--era", "E0", "--seconds", "20", "--rounds", "20000");

        Assert.Equal(ExitCodes.Violated, run.ExitCode);
        Assert.Contains("<- forbidden: GUP-fast returned a small page", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("control:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhatHolds_ComesAfterItsControl()
    {
        TestRun run = Run(Scenario, "--seconds", "30", "--rounds", "20000");

        Assert.True(run.ExitCode == ExitCodes.Holds, run.Output);
        Assert.Contains("control: arch=arm64 atomics=lse clear=arch era=E0", run.Output, StringComparison.Ordinal);
        Assert.Contains("not seen: any forbidden outcome, in 20,000 rounds", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DontneedAgainstCollapseWithoutTheMmapLockForWriting_LosesIt()
    {
        TestRun run = Run("khugepaged/dontneed", "--variant", "locks=mmap-read", "--seconds", "30", "--rounds", "5000");

        Assert.Equal(ExitCodes.Violated, run.ExitCode);
        Assert.Contains("<- forbidden: MADV_DONTNEED has returned, and page 0 is still there with its data", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cow/reuse", "wp-check-count", "the child holds a reference on the page")]
    [InlineData("cow/wp-huge", "wp-check-count", "the child holds a reference on the huge page")]
    [InlineData("gup-fast/fork", "gup-seqcount", "pinned for writing and shared with the child")]
    [InlineData("gup-fast/migration", "gup-recheck-pte", "GUP-fast returned the old page")]
    [InlineData("gup-fast/table-free", "remove-table-sync-ipi", "has read pte, which had been freed")]
    [InlineData("gup-fast/zap", "gup-recheck-pte", "GUP-fast returned a page that belongs to somebody else")]
    [InlineData("khugepaged/fault", "collapse-mmap-lock", "BUG_ON(!pmd_none(*pmd))")]
    [InlineData("khugepaged/mincore", "collapse-mmap-lock", "mincore says that page 0 is not resident")]
    [InlineData("khugepaged/walk", "collapse-mmap-lock", "pagemap says that page 0 is not present")]
    [InlineData("kvm/fault", "retry-in-progress", "which the process does not map any more")]
    [InlineData("lockless-pte/contpte-gup", "gup-recheck-pte", "GUP-fast returned a page of a folio that belongs to somebody else")]
    [InlineData("lockless-pte/pae-gup", "gup-irq-off", "rule (3b)")]
    [InlineData("munmap/fault", "munmap-vma-start-write", "munmap has returned, and something is mapped where no VMA is")]
    [InlineData("thp-split/folio", "split-freeze", "in the end, but")]
    public void Run_WithoutWhatProtects_Breaks(string scenario, string step, string breach)
    {
        TestRun run = Run(scenario, "--drop", step, "--no-control", "--seconds", "60", "--rounds", "6000", "--delay", "2000");

        Assert.True(run.ExitCode == ExitCodes.Violated, run.Output);
        Assert.Contains(breach, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E3")]
    [InlineData("E7")]
    public void Run_HvoWhereNothingWaitsForAWalker_WritesToAReadOnlyStructPage(string era)
    {
        TestRun run = Run("hvo/optimise-vs-speculative-get", "--era", era, "--no-control", "--seconds", "60", "--rounds", "4000");

        Assert.True(run.ExitCode == ExitCodes.Violated, run.Output);
        Assert.Contains("takes a Permission fault at vmemmap", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bbm-rule=ignored", "--arch", "arm64")]
    [InlineData("cas=if-equal", "--variant", "cas=if-equal")]
    public void Run_HvoThatAnX86CannotShow_Refused(string message, params string[] arguments)
    {
        TestRun run = Run(["hvo/optimise-vs-speculative-get", .. arguments]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MoreProcessorsThanActors_RunsCopies()
    {
        TestRun run = Run(Scenario, "--no-control", "--cpus", "5", "--seconds", "60", "--rounds", "2001");

        Assert.Contains("2 copies", run.Output, StringComparison.Ordinal);
        Assert.Contains("not seen: any forbidden outcome, in 2,001 rounds", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CopiesOfEntriesOfTwoWords_HaveMemoryOfTheirOwn()
    {
        TestRun run = Run("lockless-pte/pae-gup", "--no-control", "--cpus", "6", "--seconds", "60", "--rounds", "2000");

        Assert.Contains("3 copies", run.Output, StringComparison.Ordinal);
        Assert.Contains("not seen: any forbidden outcome", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Json_CountsEachRound()
    {
        TestRun run = Run(Scenario, "--no-control", "--cpus", "2", "--rounds", "500", "--seconds", "60", "--json");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal("racewalk/run/1", json.RootElement.GetProperty("schema").GetString());
        JsonElement trial = json.RootElement.GetProperty("run");
        Assert.Equal(500, trial.GetProperty("rounds").GetInt64());
        Assert.Equal(500, trial.GetProperty("outcomes").EnumerateArray().Sum(static o => o.GetProperty("count").GetInt64()));
        Assert.Equal("inconclusive", json.RootElement.GetProperty("result").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("control").ValueKind);
    }

    [Fact]
    public void Run_ControlThatDoesNotBreakOftenEnough_Inconclusive()
    {
        TestRun run = Run(Scenario, "--seconds", "30", "--rounds", "20");

        Assert.Equal(ExitCodes.Inconclusive, run.ExitCode);
        Assert.Contains("inconclusive: the control did not break 100 times", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutControl_Inconclusive()
    {
        TestRun run = Run(Scenario, "--seconds", "30", "--rounds", "20000", "--no-control");

        Assert.Equal(ExitCodes.Inconclusive, run.ExitCode);
        Assert.Contains("inconclusive: there was no control", run.Output, StringComparison.Ordinal);
    }

    // A process has base pages of one size, so this is another process.
    [Theory]
    [InlineData("16K")]
    [InlineData("64K")]
    public void Run_WithLargerBasePages_StillBreaksWhatIsKnownTo(string size)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string command = Path.ChangeExtension(typeof(RacewalkApp).Assembly.Location, "dll");
        foreach (string argument in (string[])[command, "run", Scenario, "--era", "E0", "--seconds", "20", "--rounds", "20000", "--page-size", size])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == ExitCodes.Violated, output);
        Assert.Contains($"base pages of {size}", output, StringComparison.Ordinal);
        Assert.Contains("<- forbidden: GUP-fast returned a small page", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kvm/dirty", "cannot be run on real processors: only cow/reuse, cow/wp-huge, gup-fast/collapse")]
    [InlineData("gup-fast/nothing", "unknown scenario")]
    [InlineData(Scenario, "arch=lkmm cannot be run", "--arch", "lkmm")]
    [InlineData(Scenario, "--seconds", "--seconds", "0")]
    [InlineData(Scenario, "--rounds", "--rounds", "-1")]
    [InlineData(Scenario, "--cpus: the number must be from 1 to 32", "--cpus", "0")]
    [InlineData(Scenario, "expected a number of nanoseconds", "--delay", "soon")]
    [InlineData(Scenario, "unknown step", "--delay", "gup-recheck-pdm=5")]
    [InlineData(Scenario, "no step", "--drop", "gup-recheck-pdm")]
    [InlineData(Scenario, "expected 4K, 16K or 64K", "--page-size", "8K")]
    public void Run_BadArguments_Refused(string scenario, string message, params string[] arguments)
    {
        TestRun run = Run([scenario, .. arguments]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static TestRun Run(params string[] arguments) => TestRun.Of(TestRun.Fake() with { Catalogue = Catalogue.All }, ["run", .. arguments]);
}
