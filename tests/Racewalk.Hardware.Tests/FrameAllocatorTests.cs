namespace Racewalk.Hardware.Tests;

/// <summary>The buddy allocator, its per-CPU lists and the arena.</summary>
public sealed class FrameAllocatorTests
{
    private const int Frames = 1024;

    [Fact]
    public void Allocate_UntilNothingIsLeft_GivesEachFrameOnceAndThenSaysSo() => With((cpu, frames, _) =>
    {
        var seen = new HashSet<ulong>();
        for (int i = 0; i < Frames; i++)
        {
            Assert.True(seen.Add(frames.Allocate(cpu)));
        }

        Assert.Throws<OutOfFramesException>(() => frames.Allocate(cpu));
        foreach (ulong frame in seen)
        {
            frames.Free(cpu, frame);
        }

        frames.DrainAll();
        Assert.Equal(Frames, frames.FreeFrames);
        frames.Free(cpu, frames.Allocate(cpu, frames.MaxOrder));
    });

    [Fact]
    public void Free_OfBuddies_JoinsThem() => With((cpu, frames, _) =>
    {
        ulong[] blocks = [.. Enumerable.Range(0, Frames / 4).Select(_ => frames.Allocate(cpu, 2))];
        Assert.Throws<OutOfFramesException>(() => frames.Allocate(cpu, 3));
        foreach (ulong block in blocks)
        {
            frames.Free(cpu, block);
        }

        Assert.Equal(0UL, frames.Allocate(cpu, 10) & ((BasePage.Size << 10) - 1));
    });

    [Fact]
    public void Split_OfABlock_LetsItsFramesBeFreedOneByOne() => With((cpu, frames, _) =>
    {
        ulong block = frames.Allocate(cpu, 3);
        Assert.True(frames.IsAllocated(block, out int order));
        Assert.Equal(3, order);
        ulong second = block + BasePage.Size;
        Assert.Throws<BrokenRuleException>(() => frames.Free(cpu, second));
        Assert.Contains($"0x{second:x}", Assert.Throws<BrokenRuleException>(() => frames.Split(second)).Message, StringComparison.Ordinal);

        frames.Split(block);
        for (ulong i = 0; i < 8; i++)
        {
            Assert.True(frames.IsAllocated(block + (i * BasePage.Size), out order));
            Assert.Equal(0, order);
            frames.Free(cpu, block + (i * BasePage.Size));
        }

        Assert.False(frames.IsAllocated(block, out order));
        frames.DrainAll();
        Assert.Equal(Frames, frames.FreeFrames);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Free_Twice_NamesTheAddress(int order) => With((cpu, frames, _) =>
    {
        ulong block = frames.Allocate(cpu, order);
        frames.Free(cpu, block);

        var failure = Assert.Throws<BrokenRuleException>(() => frames.Free(cpu, block));

        Assert.Contains($"0x{block:x}", failure.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Free_OfAddressInsideAFrame_IsRefused() => With((cpu, frames, _) =>
    {
        ulong frame = frames.Allocate(cpu);
        Assert.Throws<BrokenRuleException>(() => frames.Free(cpu, frame + 8));
        Assert.Throws<BrokenRuleException>(() => frames.Free(cpu, 8));
        frames.Free(cpu, frame);
    });

    [Fact]
    public void Free_InnerFrameOfBlock_IsRefused() => With((cpu, frames, _) =>
    {
        ulong block = frames.Allocate(cpu, 2);
        Assert.Throws<BrokenRuleException>(() => frames.Free(cpu, block + BasePage.Size));
        frames.Free(cpu, block);
    });

    [Fact]
    public void Allocate_OfAbsurdOrder_IsRefused() => With((cpu, frames, _) =>
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => frames.Allocate(cpu, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => frames.Allocate(cpu, -1));
    });

    [Fact]
    public void Free_WhereFramesGoBackToTheHost_TakesThemOutOfResidentMemory()
    {
        using var arena = new Arena((ulong)Frames << BasePage.Shift, BasePage.Size << 10);
        var frames = new FrameAllocator(arena, arena.Base, Frames) { ReleasesToHost = true };
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            ulong block = frames.Allocate(cpu, 6);
            for (ulong i = 0; i < BasePage.Size << 6; i += 512)
            {
                cpu.WriteOnce(block + i, 1);
            }

            Assert.Equal(BasePage.Size << 6, arena.Resident(block, BasePage.Size << 6));
            frames.Free(cpu, block);
            Assert.Equal(0UL, arena.Resident(block, BasePage.Size << 6));
        });
    }

    [Fact]
    public void AllocateAndFree_ByTwoCpusAtRandom_NeverShareAFrame()
    {
        using var arena = new Arena((ulong)Frames << BasePage.Shift, BasePage.Size << 10);
        var frames = new FrameAllocator(arena, arena.Base, Frames);
        using var processors = new Processors(new ProcessorOptions(2));
        Action<Cpu> task = cpu =>
        {
            var random = new SplitMix((ulong)cpu.Id + 1);
            var own = new Queue<ulong>();
            for (int i = 0; i < 20_000; i++)
            {
                if (own.Count < 200 && (random.Next() & 1) == 0)
                {
                    ulong frame = frames.Allocate(cpu, (int)random.Below(2));
                    Assert.Equal(0UL, cpu.Xchg(frame, (ulong)cpu.Id + 1));
                    own.Enqueue(frame);
                }
                else if (own.TryDequeue(out ulong frame))
                {
                    Assert.Equal((ulong)cpu.Id + 1, cpu.Xchg(frame, 0));
                    frames.Free(cpu, frame);
                }
            }

            foreach (ulong frame in own)
            {
                cpu.WriteOnce(frame, 0);
                frames.Free(cpu, frame);
            }
        };

        processors.Run(task, task);

        frames.DrainAll();
        Assert.Equal(Frames, frames.FreeFrames);
    }

    [Fact]
    public void Arena_OfAbsurdSize_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Arena(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Arena(4096, 5000));
        Assert.Throws<OutOfFramesException>(() => new Arena(1UL << 60));
    }

    private static void With(Action<Cpu, FrameAllocator, Arena> body)
    {
        using var arena = new Arena((ulong)Frames << BasePage.Shift, BasePage.Size << 10);
        var frames = new FrameAllocator(arena, arena.Base, Frames);
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu => body(cpu, frames, arena));
    }
}
