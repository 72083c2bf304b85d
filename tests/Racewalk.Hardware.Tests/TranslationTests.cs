namespace Racewalk.Hardware.Tests;

/// <summary>Walks, TLBs, faults and flushes.</summary>
public sealed class TranslationTests : IDisposable
{
    private const ulong Valid = 1;
    private const ulong Table = 2;
    private const ulong Write = 4;
    private const ulong Dirty = 0x20;
    private const ulong User = 0x40;
    private const ulong Accessed = 0x400;
    private const int Entries = 8;

    private static readonly PageTableFormat s_format = new()
    {
        Valid = Valid,
        Table = Table,
        User = User,
        NotGlobal = 0x800,
        Writable = Write,
        Accessed = Accessed,
        Dirty = Dirty,
    };

    // The PMD table, the PTE table, then pages.
    private readonly Arena _arena = new(64 * BasePage.Size);

    private ulong Pmd => _arena.Base;

    private ulong Pte(int page) => _arena.Base + BasePage.Size + ((ulong)page * 8);

    private ulong Frame(int i) => _arena.Base + ((ulong)(2 + i) * BasePage.Size);

    public void Dispose() => _arena.Dispose();

    [Fact]
    public void Load_ThroughTwoLevels_FindsTheWordAndSetsAccessed()
    {
        AddressSpace space = Space();
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            Map(cpu, 3, 1, Valid | User);
            cpu.WriteOnce(Frame(1) + 16, 77);

            Assert.Equal(77UL, cpu.InUserMode(space).Load(space.AddressOf(3, 16)));
            Assert.Equal(Frame(1) | Valid | User | Accessed, cpu.ReadOnce(Pte(3)));
        });
    }

    [Fact]
    public void Store_AfterLoad_SetsDirty()
    {
        AddressSpace space = Space();
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            Map(cpu, 0, 0, Valid | User | Write);
            cpu.InUserMode(space).Load(space.AddressOf(0));
            Assert.True(cpu.InUserMode(space).Store(space.AddressOf(0), 5));

            Assert.Equal(Dirty, cpu.ReadOnce(Pte(0)) & Dirty);
            Assert.Equal(5UL, cpu.ReadOnce(Frame(0)));
        });
    }

    [Fact]
    public void Load_AfterEntryHasChanged_IsStaleUntilFlush()
    {
        AddressSpace space = Space();
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            Map(cpu, 0, 0, Valid | User);
            cpu.WriteOnce(Frame(0), 1);
            cpu.WriteOnce(Frame(1), 2);
            TranslatedCpu user = cpu.InUserMode(space);
            Assert.Equal(1UL, user.Load(space.AddressOf(0)));

            Map(cpu, 0, 1, Valid | User);
            Assert.Equal(1UL, user.Load(space.AddressOf(0)));
            cpu.FlushTlbRange(space, 0, 1);
            Assert.Equal(2UL, user.Load(space.AddressOf(0)));
        });
    }

    [Fact]
    public void Load_OfBlock_FindsThePageInIt()
    {
        AddressSpace space = Space(hasBlocks: true);
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            cpu.WriteOnce(Pmd, Frame(0) | Valid | User);
            cpu.WriteOnce(Frame(5) + 8, 9);

            Assert.Equal(9UL, cpu.InUserMode(space).Load(space.AddressOf(5, 8)));
        });
    }

    [Fact]
    public void Store_ThroughReadOnlyEntry_GoesToTheHandler()
    {
        PageFault? seen = null;
        AddressSpace space = Space(handler: (_, fault) =>
        {
            seen = fault;
            return FaultResolution.Signal;
        });
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            Map(cpu, 2, 0, Valid | User);

            Assert.False(cpu.InUserMode(space).Store(space.AddressOf(2), 5));
        });

        Assert.Equal((FaultClass.Permission, 2, true), (seen!.Class, seen.Page, seen.IsStore));
    }

    [Fact]
    public void Load_ThatNothingHandles_NamesTheAddress()
    {
        AddressSpace space = Space();
        using var processors = new Processors(new ProcessorOptions(1));

        var failure = Assert.Throws<AggregateException>(() => processors.Run(cpu => cpu.InUserMode(space).Load(space.AddressOf(4, 8))));

        Assert.Contains($"Translation fault at user+0x{(4 * BasePage.Size) + 8:x}", failure.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OutsideTheAddressSpace_IsRefused()
    {
        AddressSpace space = Space();
        using var processors = new Processors(new ProcessorOptions(1));

        var failure = Assert.Throws<AggregateException>(() => processors.Run(cpu => cpu.InUserMode(space).Load(space.AddressOf(Entries))));

        Assert.Contains("is no address of user", failure.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FlushTlbRange_ByBroadcast_WaitsForAnAccessThatIsUnderWay()
    {
        AddressSpace space = Space();
        using var processors = new Processors(new ProcessorOptions(2) { Flush = FlushKind.Broadcast });
        ulong isIn = Frame(8);
        ulong isDone = Frame(9);
        ulong sawDone = 2;
        processors.Run(
            cpu =>
            {
                cpu.SmpCondLoadRelaxedEqual(isIn, 1);
                cpu.FlushTlbRange(space, 0, 1);
                sawDone = cpu.ReadOnce(isDone);
            },
            cpu =>
            {
                Map(cpu, 0, 0, Valid | User);
                Assert.True(cpu.TryBegin(space, space.AddressOf(0), isStore: false, isUser: true, out _));
                cpu.WriteOnce(isIn, 1);
                Thread.Sleep(20);
                cpu.WriteOnce(isDone, 1);
                cpu.End();
            });

        Assert.Equal(1UL, sawDone);
    }

    // Whoever unmaps a page, flushes and then spoils it must not be seen to spoil it.
    [Theory]
    [InlineData(FlushKind.Broadcast)]
    [InlineData(FlushKind.Interrupt)]
    public void FlushTlbRange_AgainstLoadsOfOthers_IsCompleteWhenItReturns(FlushKind flush)
    {
        AddressSpace space = Space();
        using var processors = new Processors(new ProcessorOptions(2) { Flush = flush });
        bool isOver = false;
        long stale = 0;
        processors.Run(
            cpu =>
            {
                Map(cpu, 0, 0, Valid | User);
                for (int i = 1; i < 3000; i++)
                {
                    cpu.WriteOnce(Frame(i & 1), 7);
                    Map(cpu, 0, i & 1, Valid | User);
                    cpu.FlushTlbRange(space, 0, 1);
                    cpu.WriteOnce(Frame((i + 1) & 1), Poison.Freed);
                }

                Volatile.Write(ref isOver, true);
            },
            cpu =>
            {
                cpu.SmpCondLoadRelaxedNotEqual(Pmd, 0);
                cpu.SmpCondLoadRelaxedNotEqual(Pte(0), 0);
                TranslatedCpu user = cpu.InUserMode(space);
                while (!Volatile.Read(ref isOver))
                {
                    stale += user.Load(space.AddressOf(0)) == Poison.Freed ? 1 : 0;
                }
            });

        Assert.Equal(0, stale);
    }

    private AddressSpace Space(bool hasBlocks = false, Func<Cpu, PageFault, FaultResolution>? handler = null) => new()
    {
        Name = "user",
        Format = s_format,
        Root = Pmd,
        Entries = [1, Entries],
        HasBlocks = hasBlocks,
        FaultHandler = handler,
    };

    private void Map(Cpu cpu, int page, int frame, ulong flags)
    {
        cpu.WriteOnce(Pte(page), Frame(frame) | flags);
        cpu.WriteOnce(Pmd, (_arena.Base + BasePage.Size) | Valid | Table);
    }
}
