using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Isla.Layout;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>What statements of the page table setup make of the tables.</summary>
public sealed class TableBuilderTests
{
    private const string TwoPages = "physical pa1 pa2; x |-> pa1; ";

    [Fact]
    public void Map_OfPage_LeadsThroughFourLevels()
    {
        IslaInitialState state = IslaTexts.Evaluate(TwoPages + "y |-> invalid;");
        TranslationWalk walk = state.Walk("x");
        Assert.Equal((WalkOutcome.Translated, 3, state.At("pa1")), (walk.Outcome, walk.Level, walk.PhysicalAddress));
        Assert.Equal([0x300000UL, 0x301000UL, 0x302018UL, 0x303000UL], walk.Steps.Select(s => s.Address));
        walk = state.Walk("y");
        Assert.Equal((WalkOutcome.TranslationFault, 3), (walk.Outcome, walk.Level));
        Assert.Equal(walk.Steps[^1].Address, state.Tables.Find(0x303008)!.Address);
    }

    [Fact]
    public void Map_OfBlock_AlignsThePhysicalAddress()
    {
        IslaInitialState state = IslaTexts.Evaluate("physical pa1 pa2; x |-> pa2 at level 2;");
        TranslationWalk walk = state.Walk("x");
        Assert.Equal((WalkOutcome.Translated, 2, state.At("pa2")), (walk.Outcome, walk.Level, walk.PhysicalAddress));
        Assert.Equal(0UL, state.At("pa2") % (2 << 20));
    }

    [Fact]
    public void Map_OfPotentialValues_LeavesTheInitialOne()
    {
        IslaInitialState state = IslaTexts.Evaluate(
            TwoPages + "x ?-> invalid; x ?-> pa2; x ?-> pa2; x ?-> raw(2); x ?-> invalid at level 2; x ?-> table(0x283000) at level 2;");
        TranslationWalk walk = state.Walk("x");
        Assert.Equal([0UL, state.At("pa2") | 0x443, 2UL], state.Tables.Find(walk.Steps[3].Address)!.Potential);
        Assert.Equal([0UL, 0x283003UL], state.Tables.Find(walk.Steps[2].Address)!.Potential);
        Assert.Equal(2, state.Tables.Find(walk.Steps[2].Address)!.Level);
        Assert.Equal(state.At("pa1"), walk.PhysicalAddress);
    }

    [Fact]
    public void Map_Twice_TheLastCounts()
    {
        IslaInitialState state = IslaTexts.Evaluate(TwoPages + "x |-> invalid; x |-> pa2;");
        Assert.Equal(state.At("pa2"), state.Walk("x").PhysicalAddress);
    }

    [Fact]
    public void Map_BehindAnInvalidEntryOfTheLevelAbove_MakesATableOfIt()
    {
        IslaInitialState state = IslaTexts.Evaluate("physical pa1; x |-> invalid at level 2; x ?-> pa1;");
        TranslationWalk walk = state.Walk("x");
        Assert.Equal((WalkOutcome.TranslationFault, 3), (walk.Outcome, walk.Level));
        Assert.Equal([state.At("pa1") | 0x443], state.Tables.Find(walk.Steps[3].Address)!.Potential);
    }

    [Fact]
    public void Map_WithAttributes_SetsTheFields()
    {
        IslaInitialState state = IslaTexts.Evaluate("physical pa1; x |-> pa1 with [AP = 0b11, nG = 0b1] and default; y |-> pa1 with code;");
        PageDescriptor x = state.Walk("x").Steps[^1].Descriptor;
        PageDescriptor y = state.Walk("y").Steps[^1].Descriptor;
        Assert.Equal((3, true), (x.AccessPermissions, x.IsNotGlobal));
        Assert.Equal((3, false), (y.AccessPermissions, y.IsNotGlobal));
    }

    [Fact]
    public void Map_OfIdentity_LeadsToTheSameNumber()
    {
        IslaInitialState state = IslaTexts.Evaluate("physical pa1; identity 0x1000 with code; identity pa1; identity x at level 2;");
        ulong root = state.Tables.Areas[0].Root;
        foreach (ulong address in (ulong[])[0x1234, state.At("pa1"), state.At("x") + 0x5000])
        {
            Assert.Equal(address, state.Tables.Walk(root, address).PhysicalAddress);
        }
    }

    [Fact]
    public void Tables_AreMappedToThemselves_AndCode()
    {
        IslaInitialState state = IslaTexts.Evaluate(TwoPages);
        TableArea area = Assert.Single(state.Tables.Areas);
        Assert.Equal("page_table_base", area.Name);
        for (ulong page = area.Root; page < area.End; page += 4096)
        {
            Assert.Equal(page, state.Tables.Walk(area.Root, page).PhysicalAddress);
        }

        Assert.Equal(3, state.Tables.Walk(area.Root, state.Threads[0].Code.Address).Steps[^1].Descriptor.AccessPermissions);
    }

    [Fact]
    public void Table_OfItsOwn_IsMappedInTheOneAround()
    {
        IslaInitialState state = IslaTexts.Evaluate(TwoPages + "s1table t 0x280000 { x |-> pa2; x ?-> invalid; }; x |-> table(0x283000) at level 2;");
        Assert.Equal([("page_table_base", 0x300000UL), ("t", 0x280000UL)], state.Tables.Areas.Select(a => (a.Name, a.Root)));
        Assert.Equal(state.At("pa2"), state.Tables.Walk(0x280000, state.At("x")).PhysicalAddress);
        TranslationWalk walk = state.Walk("x");
        Assert.Equal((state.At("pa2"), 0x283000UL), (walk.PhysicalAddress, walk.Steps[3].Address));
        Assert.Equal(0x283000UL, state.Tables.Walk(0x300000, 0x283000).PhysicalAddress);
        Assert.Equal(WalkOutcome.TranslationFault, state.Tables.Walk(0x280000, 0x300000).Outcome);
    }

    [Fact]
    public void Table_WhereTheDefaultOnesAre_MakesThemMove()
    {
        IslaInitialState state = IslaTexts.Evaluate(TwoPages + "s1table t 0x300000 { x |-> pa2; };", "page_table_base");
        Assert.Equal([("page_table_base", 0x340000UL), ("t", 0x300000UL)], state.Tables.Areas.Select(a => (a.Name, a.Root)));
        Assert.Equal((0x340000UL, 0x340000UL), (state.X0(), state.Threads[0].Find("TTBR0_EL1")!.Value));
    }

    [Fact]
    public void Table_OpenedAgain_GoesOn()
    {
        IslaInitialState state = IslaTexts.Evaluate(
            "physical pa1; s1table t 0x280000 { x |-> pa1; } s1table t { y |-> pa1; } s1table s1_default { x |-> pa1; }");
        Assert.Equal(state.At("pa1"), state.Tables.Walk(0x280000, state.At("y")).PhysicalAddress);
        Assert.Equal(state.At("pa1"), state.Walk("x").PhysicalAddress);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("option self_map = false; ", false)]
    public void Option_WithoutDefaultTables_LeavesThemOut(string option, bool isMapped)
    {
        IslaInitialState state = IslaTexts.Evaluate($"option default_tables = false; {option}physical pa1; s1table t 0x280000 {{ x |-> pa1; }}");
        Assert.Equal("t", Assert.Single(state.Tables.Areas).Name);
        Assert.Equal(isMapped ? WalkOutcome.Translated : WalkOutcome.TranslationFault, state.Tables.Walk(0x280000, 0x281000).Outcome);
        Assert.Equal(0x300000UL, state.Threads[0].Find("TTBR0_EL1"));
    }

    [Fact]
    public void Table_NamedWithinItself_IsMappedInItself()
    {
        IslaInitialState state = IslaTexts.Evaluate(
            "option default_tables = false; option self_map = false; physical pa1; s1table t 0x280000 { x |-> pa1; s1table t; }");
        Assert.Equal(0x281000UL, state.Tables.Walk(0x280000, 0x281000).PhysicalAddress);
    }

    [Fact]
    public void Walk_WithName_GivesItsTablesToLaterStatements()
    {
        IslaInitialState state = IslaTexts.Evaluate("physical pa1; x |-> pa1 as w; y |-> table(table3(w)) at level 2; identity pte3(w);");
        Assert.Equal(0x303003UL, state.Walk("y").Steps[2].Descriptor.Value);
    }

    [Theory]
    [InlineData("x |-> pa9;", 7, "'pa9' is not declared")]
    [InlineData("pa1 |-> x;", 1, "expected a virtual address")]
    [InlineData("x |-> y;", 7, "expected a physical address, 'invalid', table(…) or raw(…)")]
    [InlineData("x |-> 7;", 7, "expected a physical address, 'invalid', table(…) or raw(…)")]
    [InlineData("x |-> 0x1234;", 7, "0x1234 is no address of a page")]
    [InlineData("x |-> 0x1000 at level 2;", 7, "0x1000 is no address of a block of level 2")]
    [InlineData("x |-> table(0x1000);", 7, "a table cannot be at level 3; write 'at level 1' or 'at level 2'")]
    [InlineData("x |-> table(x) at level 2;", 13, "expected the physical address of a table")]
    [InlineData("x |-> foo(x);", 7, "there is no function 'foo'")]
    [InlineData("x |-> raw(1, 2);", 7, "raw has one argument here, found 2")]
    [InlineData("x |-> pa1 with [AP = 0b1];", 17, "the field AP has 2 bits, found 1 bits")]
    [InlineData("x |-> pa1 with [DBM = 0b1];", 17, "a stage 1 descriptor has no field 'DBM'")]
    [InlineData("x |-> pa1 at level 2; x |-> pa1;", 23, "nothing can be mapped here in page_table_base: a block is at level 2 already")]
    [InlineData("x |-> table(0x1000) at level 2; y |-> pa1;", 33, "nothing can be mapped here in page_table_base: the table 0x1000 of another tree is at level 2 already")]
    [InlineData("x |-> pa1 as x;", 14, "the name 'x' is there twice")]
    [InlineData("x |-> pte2(w);", 12, "'w' is not declared")]
    [InlineData("x |-> invalid at level 2 as w; y |-> pte3(w);", 43, "the walk has no level 3: it ends at level 2")]
    [InlineData("s1table t;", 1, "the new table 't' needs an address")]
    [InlineData("s1table t 0x280008;", 11, "expected the physical address of a page")]
    [InlineData("s1table t 0x280000; s1table t 0x290000;", 21, "the table 't' is there already")]
    [InlineData("s1table t 0x280000; s1table u 0x281000;", 1, "the tables of t and u lie on each other")]
    [InlineData("s1table t 0x400000;", 1, "the tables of t and the code of threads lie on each other")]
    [InlineData("option fast = true;", 1, "there is no option 'fast'")]
    [InlineData("option default_tables = false; x |-> pa1;", 32, "there is no table to map in")]
    [InlineData("*x = 1;", 2, "the address is not mapped at the start")]
    [InlineData("*0x300000 = 1;", 2, "expected an address of data, a multiple of 8")]
    [InlineData("*invalid = 1;", 2, "expected a virtual or a physical address")]
    public void Evaluate_OfWrongStatement_SaysWhatIsWrongWhere(string setup, int column, string problem) =>
        Assert.Equal((5, column, problem), IslaTexts.Error(() => IslaTexts.Evaluate(setup + " physical pa1;")));

    [Fact]
    public void Values_OfNames_AreAtPhysicalAddresses()
    {
        IslaInitialState state = IslaTexts.Evaluate(TwoPages + "*x = 1; *pa2 = 2; *pa2 = 0x3; *0x1000 = x;");
        Assert.Equal((1UL, 3UL, state.At("x")), (state.Read(state.At("pa1")), state.Read(state.At("pa2")), state.Read(0x1000)));
        Assert.Equal((0UL, 0x301003UL), (state.Read(0x5000), state.Read(0x300000)));
    }
}
