using Racewalk.Trials;
using Racewalk.Trials.Stress;
using Racewalk.Trials.Worlds;

namespace Racewalk.Hardware.Tests;

/// <summary>All actors at once: nothing is found in the kernel as it is, and kernels that are broken on purpose are found out. Bounded by stops; the time is only a net.</summary>
public sealed class StressTests
{
    private static readonly TimeSpan s_net = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(FlushKind.Interrupt, 2)]
    [InlineData(FlushKind.Broadcast, 4)]
    public void Run_OfTheKernelAsItIs_FindsNothing(FlushKind flush, int cpus)
    {
        StressResult result = StressRunner.Run(new StressOptions
        {
            Flush = flush,
            Cpus = cpus,
            Stops = 4,
            OperationsPerStop = 100,
            Time = s_net,
        });

        Assert.Empty(result.Violations);
        Assert.Equal(10, result.Actors.Count);
        Assert.All(result.Actors.Where(static a => a.Actor is "user" or "GUP-fast"), static a => Assert.True(a.Operations > 0, a.Actor));
    }

    [Theory]
    [InlineData("vma-start-write", FlushKind.Interrupt)]
    [InlineData("collapse-mmap-lock", FlushKind.Interrupt)]
    [InlineData("check-refcount", FlushKind.Broadcast)]
    [InlineData("flush-ipi", FlushKind.Interrupt)]
    [InlineData("flush-tlbi", FlushKind.Broadcast)]
    [InlineData("tlb-flush-mmu", FlushKind.Broadcast)]
    [InlineData("dontneed-put-pages", FlushKind.Interrupt)]
    [InlineData("migrate-flush", FlushKind.Broadcast)]
    [InlineData("wp-check-count", FlushKind.Interrupt)]
    [InlineData("split-freeze", FlushKind.Broadcast)]
    public void Run_WithAStepLeftOut_FindsThat(string step, FlushKind flush)
    {
        StressResult result = StressRunner.Run(new StressOptions
        {
            Flush = flush,
            Cpus = 3,
            Stops = 200,
            OperationsPerStop = 200,
            Time = s_net,
            Dropped = [step],
        });

        Assert.NotEmpty(result.Violations);
    }

    [Fact]
    public void Run_WithoutRecheckOfGupFast_FindsStoresThatAreLost()
    {
        // The interrupt waits for walkers as well, so it has to go, too. Few PMD entries, nobody who takes data away, and splits, so that there is something to collapse again.
        StressResult result = StressRunner.Run(new StressOptions
        {
            Flush = FlushKind.Broadcast,
            Cpus = 3,
            Vmas = 2,
            PmdsPerVma = 1,
            Stops = 400,
            OperationsPerStop = 200,
            Time = s_net,
            Dropped = ["gup-recheck-pmd", "table-sync-ipi"],
            Delays = new Dictionary<string, int>
            {
                ["gup-take-reference"] = 100_000,
            },
            Without = ["dontneed", "fork", "migration", "mprotect", "munmap", "walk"],
        });

        // The page that collapse copied to has what stood there before the store: an earlier one, or 0 where the lost one was the first.
        Assert.Contains(result.Violations, static v => v.Kind == ViolationKind.Data
            && (v.Message.Contains("the later one is lost", StringComparison.Ordinal) || v.Message.Contains("nothing took its data away", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_WithTooLittleMemory_LosesNothing()
    {
        StressResult result = StressRunner.Run(new StressOptions
        {
            Cpus = 2,
            Stops = 6,
            OperationsPerStop = 200,
            Time = s_net,
            Frames = 4 * MmWorld.PtrsPerTable,
        });

        Assert.Empty(result.Violations);
        Assert.Contains(result.Actors.SelectMany(static a => a.Outcomes), static o => o.Key == "no memory" && o.Value > 0);
    }

    [Fact]
    public void Run_WithoutSomeActors_RunsTheOthers()
    {
        StressResult result = StressRunner.Run(new StressOptions
        {
            Cpus = 1,
            Stops = 1,
            OperationsPerStop = 10,
            Without = ["munmap", "fork", "thp-split", "mprotect", "walk", "migration"],
        });

        Assert.Empty(result.Violations);
        Assert.Equal(["GUP-fast", "dontneed", "khugepaged", "user"], result.Actors.Select(static a => a.Actor));
    }

    [Fact]
    public void Run_WithStepsOrActorsThatThereAreNot_NamesThoseThatThereAre()
    {
        var options = new StressOptions();
        Assert.Contains("flush-ipi", Refusal(options with { Dropped = ["flush"] }), StringComparison.Ordinal);
        Assert.Contains("'gup-read-pte' to leave out", Refusal(options with { Dropped = ["gup-read-pte"] }), StringComparison.Ordinal);
        Assert.Contains("gup-read-pte", Refusal(options with { Delays = new Dictionary<string, int> { ["gup"] = 1 } }), StringComparison.Ordinal);
        Assert.Contains("khugepaged", Refusal(options with { Without = ["user"] }), StringComparison.Ordinal);
    }

    private static string Refusal(StressOptions options) => Assert.Throws<TrialException>(() => StressRunner.Run(options)).Message;
}
