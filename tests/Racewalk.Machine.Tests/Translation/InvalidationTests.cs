using static Racewalk.Machine.Tests.Translation.TranslationSetup;

namespace Racewalk.Machine.Tests.Translation;

/// <summary>The sequences of arm64's flushes, and what they cover.</summary>
public sealed class InvalidationTests
{
    private static readonly AddressSpace s_space = Space();

    [Fact]
    public void FlushTlbRange_UserPages_InvalidatesBetweenBarriers() =>
        Assert.Equal("F.DsbStore Invalidate F.DsbFull", Trace(static c => c.FlushTlbRange(s_space, 0, 1)));

    [Fact]
    public void FlushTlbKernelRange_Pages_EndsWithAnIsb() =>
        Assert.Equal("F.DsbStore Invalidate F.DsbFull F.ContextSync", Trace(static c => c.FlushTlbKernelRange(s_space, 0, 1)));

    [Fact]
    public void FlushTlbAll_Machine_EndsWithAnIsb() => Assert.Equal("F.DsbStore Invalidate F.DsbFull F.ContextSync", Trace(static c => c.FlushTlbAll()));

    [Theory]
    [InlineData(Cpu.FlushDsbIshst, "Invalidate F.DsbFull")]
    [InlineData(Cpu.FlushTlbi, "F.DsbStore F.DsbFull")]
    [InlineData(Cpu.FlushDsbIsh, "F.DsbStore Invalidate")]
    public void FlushTlbRange_DroppedPart_IsLeftOut(string dropped, string expected)
    {
        Assert.Contains(dropped, Cpu.TranslatedFlushSteps(Architecture.Arm64));
        CheckedMachine machine = MachineOf(s_space, null, null, 2, dropped);
        Assert.Equal(expected, RecordingSink.Run(machine, static c => c.FlushTlbRange(s_space, 0, 1)).Trace);
    }

    [Fact]
    public void LocalFlushTlbRange_Pages_IsOfTheOwnCpu()
    {
        var invalidations = new InvalidationSink();
        invalidations.Run(MachineOf(s_space), static c => c.LocalFlushTlbRange(s_space, 0, 1));
        Assert.True(Assert.Single(invalidations.Seen).IsLocal);
    }

    [Fact]
    public void FlushTlbRange_WithoutPages_IsRefusedWhereTranslationsAreModelled() =>
        Assert.Throws<InvalidOperationException>(() => RecordingSink.Run(MachineOf(s_space), static c => c.FlushTlbRange(ulong.MaxValue)));

    [Fact]
    public void TranslatedFlushSteps_OtherArchitecture_IsRefused() => Assert.Throws<NotSupportedException>(() => Cpu.TranslatedFlushSteps(Architecture.Sc));

    /// <summary>Pages 0 and 1 are below the first entry of the root, 2 and 3 below the second.</summary>
    [Theory]
    [InlineData(0, 1, false, "0:root 0:pte")]
    [InlineData(0, 1, true, "0:pte")]
    [InlineData(0, 2, false, "0:root 0:pte 1:root 1:pte")]
    [InlineData(1, 2, false, "1:root 1:pte 2:root 2:pte")]
    [InlineData(0, 4, false, "0:root 0:pte 1:root 1:pte 2:root 2:pte 3:root 3:pte")]
    [InlineData(3, 1, true, "3:pte")]
    public void FlushTlbRange_Range_CoversTheWalksOfItsPages(int first, int pages, bool lastLevelOnly, string expected) =>
        Assert.Equal(expected, Covered(Space(), c => c.Cpu.FlushTlbRange(c.Space, first, pages, lastLevelOnly), isBlock: false));

    [Theory]
    [InlineData(0, 1, "0:root 1:root")]
    [InlineData(1, 2, "0:root 1:root 2:root 3:root")]
    [InlineData(2, 2, "2:root 3:root")]
    public void FlushTlbRange_PartOfABlock_CoversTheWholeBlock(int first, int pages, string expected) =>
        Assert.Equal(expected, Covered(Space(hasBlocks: true), c => c.Cpu.FlushTlbRange(c.Space, first, pages, lastLevelOnly: true), isBlock: true));

    [Fact]
    public void FlushTlbMm_OtherAddressSpace_IsNotCovered()
    {
        AddressSpace other = Other();
        var invalidations = new InvalidationSink();
        invalidations.Run(new CheckedMachine(Architecture.Arm64, 1) { AddressSpaces = [Space(), other] }, c => c.FlushTlbMm(other));
        Assert.Equal("", invalidations.Covered(Space(), isBlock: false));
        Assert.NotEqual("", invalidations.Covered(other, isBlock: false));
    }

    private static AddressSpace Other() => new()
    {
        Name = "other",
        Format = Format,
        Root = Root,
        Entries = [2, 2],
        Base = Base,
        Asid = 2,
    };

    private static string Trace(Action<Cpu> body) => RecordingSink.Run(MachineOf(s_space), body).Trace;

    private static string Covered(AddressSpace space, Action<(Cpu Cpu, AddressSpace Space)> flush, bool isBlock)
    {
        var invalidations = new InvalidationSink();
        invalidations.Run(MachineOf(space), c => flush((c, space)));
        return invalidations.Covered(space, isBlock);
    }
}
