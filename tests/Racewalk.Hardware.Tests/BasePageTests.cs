using Racewalk.Mm.Memory;

namespace Racewalk.Hardware.Tests;

/// <summary>The size of base pages, which a process has one of: these tests are compiled into a test project for each.</summary>
public sealed class BasePageTests
{
    [Fact]
    public void Shift_OfThisProcess_IsWhatWasChosen()
    {
        Assert.Equal(ProcessInitializer.Shift, BasePage.Shift);
        Assert.Equal(1UL << ProcessInitializer.Shift, BasePage.Size);
        Assert.Equal(BasePage.Size, (ulong)BasePage.PtrsPerTable * 8);
    }

    // arch/arm64/Kconfig: huge pages of 2M, 32M and 512M.
    [Fact]
    public void PmdShift_OfEachSize_IsTheKernels() =>
        Assert.Equal(BasePage.Shift switch { 12 => 2UL << 20, 14 => 32UL << 20, _ => 512UL << 20 }, 1UL << BasePage.PmdShift);

    [Fact]
    public void Choose_ASecondTime_TakesNoOtherSize()
    {
        BasePage.Choose(BasePage.Shift);
        int other = BasePage.Shift == 12 ? 14 : 12;

        var failure = Assert.Throws<InvalidOperationException>(() => BasePage.Choose(other));

        Assert.Contains($"2^{ProcessInitializer.Shift}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ProcessInitializer.Shift, BasePage.Shift);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(64)]
    public void Choose_SizeThatNoKernelHas_IsRefused(int shift) => Assert.Throws<ArgumentOutOfRangeException>(() => BasePage.Choose(shift));

    [Fact]
    public void Leaf_OfAFrame_KeepsFrameAndFlagsApart()
    {
        const ulong AllFlags = (1UL << 12) - 1;
        ulong frame = 0x1234UL << BasePage.Shift;

        Assert.Equal(frame | PageTableEntry.Present | PageTableEntry.Write, PageTableEntry.Leaf(0x1234, write: true));
        Assert.Equal(frame, PageTableEntry.FrameAddress(frame | AllFlags));
        Assert.Equal(0x1234UL, PageTableEntry.Pfn(frame | AllFlags));
    }

    // Of a whole table: the last page of a block, and the last entry of a table that has taken its place.
    [Fact]
    public void Load_OfTheLastPageThatAPmdEntryMaps_FindsIt()
    {
        int last = BasePage.PtrsPerTable - 1;
        using var arena = new Arena((2UL << BasePage.PmdShift) + (2 * BasePage.Size), 1UL << BasePage.PmdShift);
        ulong root = arena.Base + (2UL << BasePage.PmdShift);
        ulong table = root + BasePage.Size;
        var space = new AddressSpace
        {
            Name = "kernel",
            Format = new PageTableFormat
            {
                Valid = PageTableEntry.Present,
                Table = PageTableEntry.Table,
                User = PageTableEntry.User,
                NotGlobal = PageTableEntry.NotGlobal,
                Writable = PageTableEntry.Write,
                Accessed = PageTableEntry.Accessed,
            },
            Root = root,
            Entries = [1, BasePage.PtrsPerTable],
            HasBlocks = true,
        };
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            ulong inBlock = arena.Base + ((ulong)last << BasePage.Shift);
            ulong alone = inBlock + (1UL << BasePage.PmdShift);
            int offset = (int)BasePage.Size - 8;
            cpu.WriteOnce(inBlock + (ulong)offset, 1);
            cpu.WriteOnce(alone + (ulong)offset, 2);
            cpu.WriteOnce(root, PageTableEntry.Leaf(arena.Base >> BasePage.Shift, write: false));
            Assert.Equal(1UL, cpu.InKernelMode(space).Load(space.AddressOf(last, offset)));

            cpu.WriteOnce(table + ((ulong)last * 8), PageTableEntry.Leaf(alone >> BasePage.Shift, write: false));
            cpu.WriteOnce(root, PageTableEntry.TableAt(table >> BasePage.Shift));
            cpu.FlushTlbKernelRange(space, 0, BasePage.PtrsPerTable);
            Assert.Equal(2UL, cpu.InKernelMode(space).Load(space.AddressOf(last, offset)));
        });
    }
}
