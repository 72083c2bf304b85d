using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;
using Racewalk.Trials.Worlds;

namespace Racewalk.Hardware.Tests;

/// <summary>A process with tables of real size: faults, collapse, MADV_DONTNEED, no memory left, and the look at all counts.</summary>
public sealed class MmWorldTests
{
    private static readonly StepRules s_kernel = new([CollapseSteps.CollapseIpi], []);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Store_InSeveralVmas_IsReadBack(bool hugePages) => With(new MmWorldOptions
    {
        Vmas = 2,
        PmdsPerVma = 2,
        Fault = new FaultOptions(PerVmaLock: true, hugePages),
    }, (cpu, world, _) =>
    {
        for (int page = 0; page < world.Pmds * MmWorld.PtrsPerTable; page += 61)
        {
            Assert.Equal(VmFault.None, world.Store(cpu, world.Space.AddressOf(page, 8), (ulong)page + 1));
        }

        for (int page = 0; page < world.Pmds * MmWorld.PtrsPerTable; page += 61)
        {
            Assert.Equal(VmFault.None, world.Load(cpu, world.Space.AddressOf(page, 8), out ulong value));
            Assert.Equal((ulong)page + 1, value);
        }
    });

    [Fact]
    public void Collapse_OfSmallPages_KeepsTheirData() => With(new MmWorldOptions(), (cpu, world, frames) =>
    {
        Fill(cpu, world, 0);
        Assert.True(Collapse(cpu, world, 0));

        Assert.True(PageTableEntry.IsHuge(cpu.ReadOnce(world.Mm.PmdOffset(0))));
        Assert.Equal(frames - MmWorld.PtrsPerTable - 1, Free(world));
        for (int page = 0; page < MmWorld.PtrsPerTable; page++)
        {
            Assert.Equal(VmFault.None, world.Load(cpu, world.Space.AddressOf(page), out ulong value));
            Assert.Equal((ulong)page + 1, value);
        }
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dontneed_LeavesZeros(bool isHuge) => With(new MmWorldOptions(), (cpu, world, frames) =>
    {
        Fill(cpu, world, 1);
        Assert.True(!isHuge || Collapse(cpu, world, 1));
        Dontneed(cpu, world, 1);

        // The table of small pages stays.
        Assert.Equal(isHuge ? frames : frames - 1, Free(world));
        Assert.Equal(VmFault.None, world.Load(cpu, world.Space.AddressOf(MmWorld.PtrsPerTable + 7), out ulong value));
        Assert.Equal(0UL, value);
    });

    [Fact]
    public void Store_WithoutMemory_SaysSoAndLosesNothing() => With(new MmWorldOptions
    {
        Frames = 2 * MmWorld.PtrsPerTable,
    }, (cpu, world, _) =>
    {
        int pages = 0;
        while (world.Store(cpu, world.Space.AddressOf(pages), (ulong)pages + 1) == VmFault.None)
        {
            pages++;
        }

        Assert.InRange(pages, (2 * MmWorld.PtrsPerTable) - 10, 2 * MmWorld.PtrsPerTable);
        Assert.False(Collapse(cpu, world, 0));
        for (int page = 0; page < pages; page++)
        {
            world.Load(cpu, world.Space.AddressOf(page), out ulong value);
            Assert.Equal((ulong)page + 1, value);
        }

        Assert.Empty(new WorldAudit(world).Check(cpu));
        Dontneed(cpu, world, 0);
        Assert.Equal(VmFault.None, world.Store(cpu, world.Space.AddressOf(pages), 1));
    });

    [Fact]
    public void Store_WhereThereIsNoVma_IsASignal() => With(new MmWorldOptions(), (cpu, world, _) =>
        Assert.Equal(VmFault.Sigsegv, world.Store(cpu, world.Space.AddressOf(world.Pmds * MmWorld.PtrsPerTable), 1)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Store_WhileItsVmaIsReadOnly_IsASignalAndIsMadeBehindIt(bool isHuge) => With(new MmWorldOptions(), (cpu, world, _) =>
    {
        Fill(cpu, world, 0);
        Assert.True(!isHuge || Collapse(cpu, world, 0));
        var protection = new ChangeProtection(world.Vmas[0].Vma, EntryClear.Xchg, new PmdNone(world.Vmas[0].Vma, NonePolicy.Trust), ProtectionCaller.Mprotect);
        protection.Protect(cpu, 0);
        Assert.Equal(VmFault.Sigsegv, world.Store(cpu, world.Space.AddressOf(5), 77));
        Assert.Equal(VmFault.None, world.Load(cpu, world.Space.AddressOf(5), out ulong before));
        Assert.Equal(6UL, before);

        // The huge page is used as it is, as it is exclusive (do_huge_pmd_wp_page).
        protection.Unprotect(cpu);
        Assert.Equal(VmFault.None, world.Store(cpu, world.Space.AddressOf(5), 77));
        Assert.Equal(isHuge, PageTableEntry.IsHuge(cpu.ReadOnce(world.Mm.PmdOffset(0))));
        Assert.Equal(VmFault.None, world.Load(cpu, world.Space.AddressOf(5), out ulong after));
        Assert.Equal(77UL, after);
    });

    [Fact]
    public void Store_ToAHugePageThatIsNotExclusive_CopiesTheSmallPageAlone() => With(new MmWorldOptions(), (cpu, world, _) =>
    {
        Fill(cpu, world, 0);
        Assert.True(Collapse(cpu, world, 0));
        ulong pmdp = world.Mm.PmdOffset(0);
        ulong folio = world.Mm.PageOf(cpu.ReadOnce(pmdp));

        // As if somebody else shared it: not exclusive, read-only, one more reference.
        cpu.AtomicAnd(StructPage.Flags(folio), ~StructPage.AnonExclusive);
        cpu.WriteOnce(pmdp, cpu.ReadOnce(pmdp) & ~PageTableEntry.Write);
        world.Mm.FlushPmd(cpu, 0);
        cpu.AtomicInc(StructPage.Refcount(folio));
        Assert.Equal(VmFault.None, world.Store(cpu, world.Space.AddressOf(5), 77));

        Assert.True(PageTableEntry.IsTable(cpu.ReadOnce(pmdp)));
        Assert.Equal(6UL, cpu.ReadOnce(world.Mm.FrameOf(folio) + (5UL << PageTableEntry.PfnShift)));
        Assert.Equal(VmFault.None, world.Load(cpu, world.Space.AddressOf(5), out ulong own));
        Assert.Equal(77UL, own);
        Assert.Equal((ulong)MmWorld.PtrsPerTable, cpu.ReadOnce(StructPage.Refcount(folio)));
        PageReference.FolioPutRefs(cpu, world.Mm, folio, 1);
    });

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1 << 20, 0)]
    [InlineData(1, 1, -1)]
    [InlineData(1, 1, int.MaxValue)]
    public void World_OfAbsurdSize_IsRefused(int vmas, int pmds, int frames) => Assert.Throws<ArgumentOutOfRangeException>(() => new MmWorld(new MmWorldOptions
    {
        Vmas = vmas,
        PmdsPerVma = pmds,
        Frames = frames,
    }));

    [Fact]
    public void Store_OutsideTheAddressSpace_NamesTheAddress() => With(new MmWorldOptions(), (cpu, world, _) =>
    {
        var failure = Assert.Throws<BrokenRuleException>(() => world.Store(cpu, 0x1234_5678, 1));
        Assert.Contains("0x12345678", failure.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void FreeFolio_WhileItIsMapped_NamesTheFrame() => With(new MmWorldOptions(), (cpu, world, _) =>
    {
        world.Store(cpu, world.Space.AddressOf(3), 1);
        ulong entry = cpu.ReadOnce(world.Mm.PteOffset(cpu.ReadOnce(world.Mm.PmdOffset(0)), 3));
        ulong page = world.Mm.PageOf(entry);

        var failure = Assert.Throws<BrokenRuleException>(() => PageReference.FolioPutRefs(cpu, world.Mm, page, 1));

        Assert.Contains($"0x{PageTableEntry.FrameAddress(entry):x}: mapped", failure.Message, StringComparison.Ordinal);
        cpu.AtomicInc(StructPage.Refcount(page));
    });

    [Fact]
    public void Check_OfBrokenWorlds_SaysWhatIsBroken() => With(new MmWorldOptions(), (cpu, world, _) =>
    {
        Fill(cpu, world, 0);
        ulong ptep = world.Mm.PteOffset(cpu.ReadOnce(world.Mm.PmdOffset(0)), 5);
        ulong entry = cpu.ReadOnce(ptep);
        ulong page = world.Mm.PageOf(entry);
        Expect(cpu, world, ViolationKind.Count, StructPage.Refcount(page), 2);
        Expect(cpu, world, ViolationKind.Count, StructPage.Mapcount(page), 0);
        Expect(cpu, world, ViolationKind.StructPage, StructPage.Flags(page), StructPage.Locked);
        Expect(cpu, world, ViolationKind.Leak, ptep, 0);
        Expect(cpu, world, ViolationKind.Table, ptep, entry + (1UL << 40));
        Expect(cpu, world, ViolationKind.Table, ptep, RemoveFlag(entry));
        Expect(cpu, world, ViolationKind.Table, world.Mm.DepositedTable, cpu.ReadOnce(world.Mm.PmdOffset(0)));
        Expect(cpu, world, ViolationKind.Lock, world.Parent.MmapLock.Semaphore.Address, RwSemaphore.ReaderBias);
        Expect(cpu, world, ViolationKind.Lock, StructPage.TableLock(world.Mm.PageOf(cpu.ReadOnce(world.Mm.PmdOffset(0)))), 1);
    });

    private static ulong RemoveFlag(ulong entry) => entry & ~PageTableEntry.Present;

    private static void Expect(Cpu cpu, MmWorld world, ViolationKind kind, ulong word, ulong value)
    {
        ulong before = cpu.ReadOnce(word);
        cpu.WriteOnce(word, value);
        Assert.Contains(new WorldAudit(world).Check(cpu), v => v.Kind == kind);
        cpu.WriteOnce(word, before);
        Assert.Empty(new WorldAudit(world).Check(cpu));
    }

    private static void Fill(Cpu cpu, MmWorld world, int pmd)
    {
        for (int page = 0; page < MmWorld.PtrsPerTable; page++)
        {
            Assert.Equal(VmFault.None, world.Store(cpu, world.Space.AddressOf((pmd * MmWorld.PtrsPerTable) + page), (ulong)page + 1));
        }
    }

    private static bool Collapse(Cpu cpu, MmWorld world, int pmd)
    {
        VmArea vma = world.Vmas[0].Vma;
        var collapse = new AnonCollapse(vma, new PmdpCollapseFlush(world.Mm, CollapseFlushKind.Generic, EntryClear.Xchg), CollapseLocking.MmapWrite);
        if (!world.Mm.PageAllocator.TryAllocHugePage(cpu, world.Mm, zero: false, out ulong pfn))
        {
            return false;
        }

        return collapse.CollapseHugePage(cpu, pmd, pfn);
    }

    private static void Dontneed(Cpu cpu, MmWorld world, int pmd)
    {
        VmArea vma = world.Vmas[0].Vma;
        new MadviseDontneed(vma, EntryClear.Xchg, new PmdNone(vma, NonePolicy.Trust)).Zap(cpu, pmd);
    }

    private static int Free(MmWorld world)
    {
        world.Frames.DrainAll();
        return world.Frames.FreeFrames;
    }

    // Runs it on one CPU; the world must be consistent at the end.
    private static void With(MmWorldOptions options, Action<Cpu, MmWorld, int> body)
    {
        using var world = new MmWorld(options with { Poisons = true });
        using var processors = new Processors(new ProcessorOptions(1)
        {
            Poisons = true,
            Rules = s_kernel,
        })
        {
            Frames = world.Frames,
        };
        int frames = world.Frames.FreeFrames;
        Assert.Equal(world.Frames.Frames - world.Reserved.Count, frames);
        processors.Run(cpu =>
        {
            body(cpu, world, frames);
            Assert.Empty(new WorldAudit(world).Check(cpu));
        });
    }
}
