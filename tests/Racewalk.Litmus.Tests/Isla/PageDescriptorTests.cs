using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Isla.Layout;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>Descriptors bit by bit, and walks through tables that are written by hand.</summary>
public sealed class PageDescriptorTests
{
    [Theory]
    [InlineData(3, 0x40001000UL, 0x40001443UL)]
    [InlineData(2, 0x40200000UL, 0x40200441UL)]
    [InlineData(1, 0x80000000UL, 0x80000441UL)]
    public void Leaf_OfData_HasAccessFlagAndPermissions(int level, ulong address, ulong expected)
    {
        PageDescriptor leaf = PageDescriptor.Leaf(address, level, PageAttributes.Data);
        Assert.Equal(expected, leaf.Value);
        Assert.Equal((address, true, false, 1), (leaf.Address, leaf.AccessFlag, leaf.IsNotGlobal, leaf.AccessPermissions));
        Assert.True(leaf.IsLeaf(level));
        Assert.False(leaf.IsTable(level));
    }

    [Theory]
    [InlineData("AttrIndx", 7, 0x45FUL)]
    [InlineData("NS", 1, 0x463UL)]
    [InlineData("AP", 3, 0x4C3UL)]
    [InlineData("AP", 0, 0x403UL)]
    [InlineData("SH", 3, 0x743UL)]
    [InlineData("AF", 0, 0x43UL)]
    [InlineData("nG", 1, 0xC43UL)]
    [InlineData("Contiguous", 1, 0x10_0000_0000_0443UL)]
    [InlineData("PXN", 1, 0x20_0000_0000_0443UL)]
    [InlineData("UXN", 1, 0x40_0000_0000_0443UL)]
    public void With_OfField_PutsItWhereTheArchitectureHasIt(string field, ulong value, ulong expected) =>
        Assert.Equal(expected, PageDescriptor.Leaf(0, 3, PageAttributes.Data.With(field, value)).Value);

    [Theory]
    [InlineData(0UL, 3, false, false)]
    [InlineData(1UL, 3, false, false)]
    [InlineData(2UL, 3, false, false)]
    [InlineData(3UL, 3, true, false)]
    [InlineData(1UL, 2, true, false)]
    [InlineData(3UL, 2, false, true)]
    [InlineData(1UL, 0, false, false)]
    [InlineData(3UL, 0, false, true)]
    public void Type_OfLowestBits_DependsOnTheLevel(ulong bits, int level, bool isLeaf, bool isTable)
    {
        var descriptor = new PageDescriptor(bits);
        Assert.Equal((isLeaf, isTable), (descriptor.IsLeaf(level), descriptor.IsTable(level)));
    }

    [Theory]
    [InlineData(0, false, false, true, true)]
    [InlineData(1, true, true, true, true)]
    [InlineData(2, false, false, true, false)]
    [InlineData(3, true, false, true, false)]
    public void Permits_OfAccessPermissions_FollowsTheTable(ulong permissions, bool readEl0, bool writeEl0, bool readEl1, bool writeEl1)
    {
        PageDescriptor descriptor = PageDescriptor.Leaf(0, 3, PageAttributes.Data.With("AP", permissions));
        Assert.Equal((readEl0, writeEl0), (descriptor.Permits(0, isWrite: false), descriptor.Permits(0, isWrite: true)));
        Assert.Equal((readEl1, writeEl1), (descriptor.Permits(1, isWrite: false), descriptor.Permits(1, isWrite: true)));
    }

    [Fact]
    public void Walk_OfFourTables_ReadsOneEntryOfEach()
    {
        // Indices 1, 2, 3 and 4, and offset 5.
        const ulong Address = (1UL << 39) | (2UL << 30) | (3UL << 21) | (4UL << 12) | 5;
        var memory = new Dictionary<ulong, ulong>
        {
            [0x1008] = 0x2003,
            [0x2010] = 0x3003,
            [0x3018] = 0x4003,
            [0x4020] = 0x9443,
        };
        TranslationWalk walk = TranslationWalk.Walk(memory.GetValueOrDefault, (7UL << 48) | 0x1000 | 1, Address);
        Assert.Equal((WalkOutcome.Translated, 0x9005UL, 3), (walk.Outcome, walk.PhysicalAddress, walk.Level));
        Assert.Equal([0x1008UL, 0x2010UL, 0x3018UL, 0x4020UL], walk.Steps.Select(s => s.Address));
        Assert.Equal([0, 1, 2, 3], walk.Steps.Select(s => s.Level));
    }

    [Theory]
    [InlineData(0x2008UL, 0x80000441UL, WalkOutcome.Translated, 1, 0x80203004UL)]
    [InlineData(0x3008UL, 0x40400441UL, WalkOutcome.Translated, 2, 0x40403004UL)]
    [InlineData(0x4018UL, 0x40400443UL, WalkOutcome.Translated, 3, 0x40400004UL)]
    [InlineData(0x4018UL, 0x40400441UL, WalkOutcome.TranslationFault, 3, 0UL)]
    [InlineData(0x4018UL, 0x40400043UL, WalkOutcome.AccessFlagFault, 3, 0UL)]
    [InlineData(0x1000UL, 0x80000441UL, WalkOutcome.TranslationFault, 0, 0UL)]
    [InlineData(0x3008UL, 0x40400442UL, WalkOutcome.TranslationFault, 2, 0UL)]
    public void Walk_EndsAtTheFirstEntryThatIsNoTable(ulong entry, ulong value, WalkOutcome outcome, int level, ulong expected)
    {
        var memory = new Dictionary<ulong, ulong>
        {
            [0x1000] = 0x2003,
            [0x2008] = 0x3003,
            [0x3008] = 0x4003,
            [entry] = value,
        };
        TranslationWalk walk = TranslationWalk.Walk(memory.GetValueOrDefault, 0x1000, 0x40203004);
        Assert.Equal((outcome, level, expected), (walk.Outcome, walk.Level, walk.PhysicalAddress));
    }

    [Fact]
    public void Walk_OfAddressThatTtbr0DoesNotTranslate_ReadsNothing()
    {
        TranslationWalk walk = TranslationWalk.Walk(_ => 3, 0x1000, 1UL << 48);
        Assert.Equal((WalkOutcome.TranslationFault, 0, 0), (walk.Outcome, walk.Level, walk.Steps.Count));
    }
}
