using Racewalk.Mm.Hvo;
using Racewalk.Trials;
using Racewalk.Trials.Bench;
using Racewalk.Trials.Hvo;

namespace Racewalk.Hardware.Tests;

/// <summary>What HVO is asked that cannot be: an error that names the struct page's address, and nothing has changed.</summary>
public sealed class HvoRefusalTests
{
    private static HugetlbSize Small => new(BasePage.Shift + (BasePage.Shift - 3));

    [Fact]
    public void Optimize_OfASizeWithNothingToFree_IsRefused()
    {
        var size = new HugetlbSize(BasePage.Shift + 1);
        using var world = new HvoWorld(new HvoWorldOptions(size, 4));

        var failure = Failure(world, cpu => world.Optimize(cpu, new HugetlbFolio(0, 1)));

        Assert.IsType<BrokenRuleException>(failure);
        Assert.Contains($"0x{world.StructPageAt(0):x}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(world.Folios);
    }

    [Fact]
    public void Optimize_OfOneThatIsOptimisedAlready_ChangesNothing()
    {
        using var world = new HvoWorld(new HvoWorldOptions(Small, 3));
        Run(world, cpu => world.Optimize(cpu, world.Folios[1]));
        int allocated = world.Frames.AllocatedFrames;

        var failure = Failure(world, cpu => world.Optimize(cpu, world.Folios));

        Assert.IsType<BrokenRuleException>(failure);
        Assert.Contains($"0x{world.StructPageAt(1):x} is optimised already", failure.Message, StringComparison.Ordinal);
        Assert.Equal(allocated, world.Frames.AllocatedFrames);
        Run(world, cpu => Assert.Equal([false, true, false], world.Folios.Select(f => world.IsOptimized(cpu, f))));
        MustBeIntact(world);
    }

    [Fact]
    public void Restore_OfOneThatIsRestoredAlready_ChangesNothing()
    {
        using var world = new HvoWorld(new HvoWorldOptions(Small, 3));
        Run(world, cpu => world.Optimize(cpu, world.Folios));
        Run(world, cpu => world.Restore(cpu, world.Folios[2]));
        int allocated = world.Frames.AllocatedFrames;

        var failure = Failure(world, cpu => world.Restore(cpu, world.Folios));

        Assert.IsType<BrokenRuleException>(failure);
        Assert.Contains($"0x{world.StructPageAt(2):x} is not optimised", failure.Message, StringComparison.Ordinal);
        Assert.Equal(allocated, world.Frames.AllocatedFrames);
        MustBeIntact(world);
    }

    // Frames for the tails of one folio and for half of another's are left.
    [Theory]
    [InlineData(HvoEra.E7)]
    [InlineData(HvoEra.E5)]
    public void Restore_WithoutFrames_LeavesTheFolioOptimisedAndLosesNone(HvoEra era)
    {
        using var world = new HvoWorld(new HvoWorldOptions(Small, 3) { Era = era });
        Run(world, cpu => world.Optimize(cpu, world.Folios));
        List<ulong> taken = [];
        Run(world, cpu => TakeAllBut(world, cpu, Small.PagesFreed + (Small.PagesFreed / 2), taken));
        int allocated = world.Frames.AllocatedFrames;

        var failure = Failure(world, cpu => world.Restore(cpu, world.Folios));

        Assert.IsType<OutOfFramesException>(failure);
        Assert.Contains($"0x{world.StructPageAt(1):x}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(allocated + Small.PagesFreed, world.Frames.AllocatedFrames);
        Run(world, cpu => Assert.Equal([false, true, true], world.Folios.Select(f => world.IsOptimized(cpu, f))));
        MustBeIntact(world);

        Run(world, cpu => taken.ForEach(frame => world.Frames.Free(cpu, frame)));
        Run(world, cpu => world.Restore(cpu, world.Folios[1], world.Folios[2]));
        MustBeIntact(world);
    }

    // vmemmap_remap_free: without a page for its copy the head stays where it is, and the tails are freed all the same.
    [Fact]
    public void Optimize_WithoutAFrameForTheHead_LeavesItWhereItIs()
    {
        using var world = new HvoWorld(new HvoWorldOptions(Small, 1));
        Run(world, cpu => world.Split(cpu, world.Folios));
        Run(world, cpu => TakeAllBut(world, cpu, 0, []));
        int allocated = world.Frames.AllocatedFrames;

        Run(world, cpu => world.Optimize(cpu, world.Folios));

        Assert.Equal(allocated - Small.PagesFreed, world.Frames.AllocatedFrames);
        MustBeIntact(world);
    }

    [Fact]
    public void Optimize_WithoutAFrameForTheTable_ChangesNoFolio()
    {
        using var world = new HvoWorld(new HvoWorldOptions(Small, 2));
        Run(world, cpu => TakeAllBut(world, cpu, 0, []));

        var failure = Failure(world, cpu => world.Optimize(cpu, world.Folios));

        Assert.IsType<OutOfFramesException>(failure);
        Assert.Contains($"0x{world.StructPageAt(0):x}", failure.Message, StringComparison.Ordinal);
        Run(world, cpu => Assert.DoesNotContain(world.Folios, f => world.IsOptimized(cpu, f)));
        MustBeIntact(world);
    }

    [Fact]
    public void Worlds_ThatCannotBe_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HvoWorld(new HvoWorldOptions(Small, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HvoWorld(new HvoWorldOptions(new HugetlbSize(BasePage.Shift), 1)));
        Assert.Throws<TrialException>(() => new HvoWorld(new HvoWorldOptions(Small, 1) { Era = HvoEra.E5, Strategy = HvoStrategy.EqualContents }));
        Assert.Throws<TrialException>(() => HvoBench.Measure(new HvoBenchOptions(Small, HvoStrategy.StopMachine, 1) { Flush = FlushKind.Interrupt }));
    }

    private static void TakeAllBut(HvoWorld world, Cpu cpu, int left, List<ulong> taken)
    {
        while (world.Frames.TryAllocate(cpu, 0, out ulong frame))
        {
            taken.Add(frame);
        }

        for (; left > 0; left--)
        {
            world.Frames.Free(cpu, taken[^1]);
            taken.RemoveAt(taken.Count - 1);
        }
    }

    private static void MustBeIntact(HvoWorld world)
    {
        var reader = new StructPageReader(world);
        Run(world, cpu => Assert.All(Enumerable.Range(0, world.Folios.Count), folio => Assert.Null(reader.Damage(cpu, folio))));
    }

    private static Exception Failure(HvoWorld world, Action<Cpu> body) => Assert.Throws<AggregateException>(() => Run(world, body)).InnerException!;

    private static void Run(HvoWorld world, Action<Cpu> body)
    {
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Frames = world.Frames;
        processors.Run(body);
    }
}
