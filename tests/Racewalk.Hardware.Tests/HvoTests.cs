using Racewalk.Mm.Hvo;
using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Trials.Bench;
using Racewalk.Trials.Hvo;

namespace Racewalk.Hardware.Tests;

/// <summary>HVO with real sizes: resident memory, contents, strategies against readers. Compiled into a test project for each size of base pages.</summary>
public sealed class HvoTests
{
    // Documentation/mm/vmemmap_dedup.rst, v6.12: the size of a huge page as a power of two, and how many base pages it frees.
    private static readonly (int Base, int Huge, int Freed)[] s_published =
    [
        (12, 16, 0), (12, 21, 7), (12, 25, 127), (12, 30, 4095),
        (14, 21, 0), (14, 25, 7), (14, 30, 255),
        (16, 21, 0), (16, 29, 7), (16, 34, 255),
    ];

    public static IEnumerable<object[]> Sizes =>
        s_published.Where(static row => row.Base == ProcessInitializer.Shift).Select(static row => (object[])[row.Huge, row.Freed]);

    public static IEnumerable<object[]> Strategies =>
        from strategy in Enum.GetValues<HvoStrategy>()
        from flush in Enum.GetValues<FlushKind>()
        where HvoBench.Allows(strategy, flush)
        select (object[])[strategy, flush];

    // Eight vmemmap pages.
    private static HugetlbSize Small => new(BasePage.Shift + (BasePage.Shift - 3));

    [Fact]
    public void All_SizesOfThisProcess_AreThePublishedOnes() =>
        Assert.Equal(Sizes.Select(static row => (int)row[0]), HugetlbSize.All.Select(static s => s.Shift));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Optimize_OfEachSize_FreesThePublishedNumberOfPages(int shift, int freed)
    {
        var size = new HugetlbSize(shift);
        const int Folios = 2;

        HvoMemoryFigures figures = HvoBench.MeasureMemory(size, Folios);

        Assert.Null(figures.Damage);
        Assert.Equal(freed, size.PagesFreed);
        Assert.Equal(figures.Split, figures.Optimized + ((ulong)(Folios * freed) << BasePage.Shift));
        Assert.Equal(figures.Split, figures.Restored);
        int tables = freed == 0 ? 0 : ((Folios * size.VmemmapPages) + BasePage.PtrsPerTable - 1) / BasePage.PtrsPerTable;
        Assert.Equal(figures.Mapped + ((ulong)tables << BasePage.Shift), figures.Split);
    }

    // Mutant: the old pages are not freed.
    [Fact]
    public void Optimize_WithoutFreeing_FreesNothing()
    {
        HvoMemoryFigures figures = HvoBench.MeasureMemory(Small, 2, rules: new StepRules([HvoSteps.FreePages], []));

        Assert.True(figures.PagesFreed <= 0, $"{figures}");
    }

    [Fact]
    public void Restore_WithFakeHeads_LeavesTrueTails() => Assert.Null(HvoBench.MeasureMemory(Small, 2, HvoEra.E5).Damage);

    // Mutant: what the copy has of the head stays in the tails.
    [Fact]
    public void Restore_WithFakeHeadsAndWithoutTheReset_LeavesDamage()
    {
        string? damage = HvoBench.MeasureMemory(Small, 2, HvoEra.E5, new StepRules([HvoSteps.ResetStructPages], [])).Damage;

        Assert.Contains("word 0 of the struct page at 0xffff", damage, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Measure_EachStrategyAgainstAReader_LosesNothing(HvoStrategy strategy, FlushKind flush)
    {
        HvoFigures figures = HvoBench.Measure(Options(strategy) with { Flush = flush });

        Assert.Null(figures.Damage);
        Assert.Equal(7, figures.PagesFreed);
        Assert.True(figures.Reads > 0);
    }

    [Fact]
    public void Measure_FakeHeadsAgainstAReader_LosesNothing()
    {
        HvoFigures figures = HvoBench.Measure(Options(HvoStrategy.InPlace) with { Era = HvoEra.E5 });

        Assert.Null(figures.Damage);
        Assert.Equal(7, figures.PagesFreed);
    }

    // One huge page, by each strategy: the first rows of the measurement.
    [Fact]
    public void Run_OfTheMeasurement_HasARowForEachStrategy()
    {
        Measurement hvo = Measurements.All.Single(static m => m.Name == "hvo");

        BenchRow[] rows = [.. hvo.Run(new BenchOptions(2, TimeSpan.Zero)).Take(Strategies.Count())];

        Assert.All(rows, row => Assert.Equal(hvo.Keys.Count, row.Keys.Count));
        Assert.All(rows, row => Assert.All(row.Values, static v => Assert.True(v > 0)));
        Assert.Equal(rows.Length, rows.Select(static row => string.Join(' ', row.Keys)).Distinct().Count());
        Assert.All(rows, static row => Assert.Equal("1", row.Keys[0]));
    }

    public static TheoryData<HvoStrategy, FlushKind, string> Mutants => new()
    {
        { HvoStrategy.InPlace, FlushKind.Interrupt, "flush-ipi" },
        { HvoStrategy.FaultHandler, FlushKind.Broadcast, UpdateSteps.FaultLock },
        { HvoStrategy.OwnLock, FlushKind.Broadcast, UpdateSteps.FaultLock },
        { HvoStrategy.EqualContents, FlushKind.Broadcast, UpdateSteps.MoveFlush },
        { HvoStrategy.PauseByMasks, FlushKind.Broadcast, UpdateSteps.PauseWait },
        { HvoStrategy.PauseByCounter, FlushKind.Broadcast, UpdateSteps.PauseWait },
    };

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Measure_StrategyWithoutAStep_DoesDamage(HvoStrategy strategy, FlushKind flush, string step) =>
        Assert.NotNull(DamageOf(Options(strategy) with { Flush = flush, Rules = new StepRules([step], [new(UpdateSteps.Make, 100_000)]) }));

    // Mutant: the reader finds freed memory by an old translation.
    [Fact]
    public void Measure_PagesFreedBeforeTheFlush_IsSeenByTheReader() => Assert.NotNull(DamageOf(Options(HvoStrategy.InPlace) with { Order = HvoOrder.FreeBeforeFlush }));

    // All tails are the same in E7, so C's copies change nothing: what its comment says must be literal is so by construction.
    [Fact]
    public void Measure_EqualContentsOfSharedTailsWithoutTheCopy_LosesNothing() => Assert.Null(
        HvoBench.Measure(Options(HvoStrategy.EqualContents) with { ReleasesToHost = true, Rules = new StepRules([UpdateSteps.EqualContents], []) }).Damage);

    private static HvoBenchOptions Options(HvoStrategy strategy) => new(Small, strategy, Batch: 4) { Rounds = 8 };

    // A pause that is too short may also be found by the one who pauses (WARN_ON_ONCE).
    private static string? DamageOf(HvoBenchOptions options)
    {
        string? damage = null;
        for (ulong seed = 1; damage is null && seed <= 50; seed++)
        {
            try
            {
                damage = HvoBench.Measure(options with { ReleasesToHost = true, LooksWithInterruptsOff = 500, Seed = seed }).Damage;
            }
            catch (AggregateException e) when (e.InnerException is BrokenRuleException)
            {
                damage = e.InnerException.Message;
            }
        }

        return damage;
    }
}
