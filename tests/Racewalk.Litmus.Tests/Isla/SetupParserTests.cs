using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>The language of page_table_setup.</summary>
public sealed class SetupParserTests
{
    [Fact]
    public void Parse_OfDeclarations_ReadsKindAlignmentAndNames()
    {
        SetupDeclaration[] read = [.. Read("virtual x z; aligned 2097152 physical pa1;\nintermediate ipa1 ipa2").Cast<SetupDeclaration>()];
        Assert.Equal([AddressKind.Virtual, AddressKind.Physical, AddressKind.Intermediate], read.Select(d => d.Kind));
        Assert.Equal([4096UL, 2097152UL, 4096UL], read.Select(d => d.Alignment));
        Assert.Equal(["x z", "pa1", "ipa1 ipa2"], read.Select(d => string.Join(' ', d.Names.Select(n => n.Name))));
    }

    [Fact]
    public void Parse_OfMappings_ReadsKindLevelAndWalk()
    {
        const string Setup = "x |-> pa1; x ?-> invalid at level 2; x |-> table(0x283000) at level 1 as walk; identity 0x1000 with code;";
        SetupMapping[] read = [.. Read(Setup).Cast<SetupMapping>()];
        Assert.Equal([MappingKind.Initial, MappingKind.Potential, MappingKind.Initial, MappingKind.Identity], read.Select(m => m.Kind));
        Assert.Equal([3, 2, 1, 3], read.Select(m => m.Level));
        Assert.Equal([null, null, "walk", null], read.Select(m => m.Walk?.Name));
        Assert.Equal([false, false, false, true], read.Select(m => m.Attributes.IsCode));
        Assert.Equal("table", Assert.IsType<IslaCall>(read[2].To).Function);
        Assert.Equal(read[3].From, read[3].To);
    }

    [Fact]
    public void Parse_OfAttributes_ReadsBothStages()
    {
        SetupMapping mapping = Assert.IsType<SetupMapping>(Assert.Single(Read("x |-> pa1 with [AP = 0b11, nG=0b1] and default at level 3;")));
        Assert.Equal([("AP", 3UL, 2), ("nG", 1UL, 1)], mapping.Attributes.Fields.Select(f => (f.Name, f.Value.Value, f.Value.Width)));
        Assert.NotNull(mapping.StageTwoAttributes);
        Assert.Empty(mapping.StageTwoAttributes.Fields);
    }

    [Fact]
    public void Parse_OfTables_NestsThem()
    {
        IReadOnlyList<SetupStatement> read = Read("s1table t 0x280000 { x |-> pa1; s2table u; s1table v 0x300000 { y |-> pa1 } }; s1table t {} s1table t");
        SetupTable outer = Assert.IsType<SetupTable>(read[0]);
        Assert.Equal((1, "t", 3), (outer.Stage, outer.Name, outer.Statements.Count));
        SetupTable second = Assert.IsType<SetupTable>(outer.Statements[1]);
        Assert.Equal((2, null), (second.Stage, second.Address));
        Assert.Single(Assert.IsType<SetupTable>(outer.Statements[2]).Statements);
        Assert.Equal(3, read.Count);
    }

    [Fact]
    public void Parse_OfOtherStatements_ReadsThem()
    {
        IReadOnlyList<SetupStatement> read =
            Read("option default_tables = true; *pa1 = 1; let PG(a, b) = a[48..12]; assert PG(x, y) == add_bits_int(y[48..12], 1);");
        Assert.Equal(("default_tables", true), (Assert.IsType<SetupOption>(read[0]).Name, Assert.IsType<SetupOption>(read[0]).Value));
        Assert.Equal(1UL, Assert.IsType<IslaInteger>(Assert.IsType<SetupInitialValue>(read[1]).Value).Value);
        Assert.Equal(["a", "b"], Assert.IsType<SetupFunction>(read[2]).Parameters.Select(p => p.Name));
        Assert.Equal(IslaOperator.Equal, Assert.IsType<IslaBinary>(Assert.IsType<SetupAssert>(read[3]).Condition).Operator);
    }

    [Theory]
    [InlineData("x == y", IslaOperator.Equal)]
    [InlineData("x != ~y", IslaOperator.NotEqual)]
    [InlineData("(x == y) && (x != y)", IslaOperator.And)]
    [InlineData("(x == y) || (x != y)", IslaOperator.Or)]
    [InlineData("x & y", IslaOperator.BitAnd)]
    [InlineData("x | y", IslaOperator.BitOr)]
    [InlineData("x ^ #x0F", IslaOperator.BitXor)]
    public void Parse_OfOperators_ReadsThem(string condition, IslaOperator expected) =>
        Assert.Equal(expected, Assert.IsType<IslaBinary>(Assert.IsType<SetupAssert>(Assert.Single(Read($"assert {condition};"))).Condition).Operator);

    [Fact]
    public void Parse_OfNumbers_CountsTheirDigits()
    {
        Assert.Equal(new IslaBits(0, 0x1000, 16), Target("0x1000") with { Offset = 0 });
        Assert.Equal(new IslaBits(0, 5, 4), Target("#b0101") with { Offset = 0 });
        Assert.Equal(new IslaInteger(0, 12), Target("12") with { Offset = 0 });
    }

    [Theory]
    [InlineData("x", 6, 1, "expected '|->' or '?->' after an address, found the end of the text")]
    [InlineData("x |->", 6, 1, "expected an address, a number or a function, found the end of the text")]
    [InlineData("x |-> pa1 y |-> pa1", 5, 11, "expected ';' after a statement, found 'y'")]
    [InlineData("x -> pa1;", 5, 3, "expected '|->' or '?->' after an address, found '->'")]
    [InlineData("x |-> pa1 at level 4;", 5, 20, "expected a level from 1 to 3")]
    [InlineData("x |-> pa1 at 3;", 5, 14, "expected 'level' after 'at', found '3'")]
    [InlineData("x |-> pa1 with AP;", 5, 16, "expected 'default', 'code' or '[', found 'AP'")]
    [InlineData("x |-> pa1 with [AP = 3];", 5, 22, "expected bits such as 0b11")]
    [InlineData("x |-> pa1 with [AP = 0b3];", 5, 22, "expected 1 to 64 binary digits after '0b'")]
    [InlineData("x |-> 0x12345678901234567;", 5, 7, "expected 1 to 16 hexadecimal digits after '0x'")]
    [InlineData("x |-> raw(99999999999999999999);", 5, 11, "expected a number of at most 64 bits")]
    [InlineData("x |-> pa1 as 1;", 5, 14, "expected the name of a walk, found '1'")]
    [InlineData("physical;", 5, 9, "expected the name of an address, found ';'")]
    [InlineData("physical level;", 5, 10, "expected the name of an address, found 'level'")]
    [InlineData("aligned 3000 physical pa1;", 5, 9, "expected a power of two from 4096 to 2^39")]
    [InlineData("aligned 4096 pa1;", 5, 14, "expected 'virtual', 'intermediate' or 'physical', found 'pa1'")]
    [InlineData("option default_tables = 1;", 5, 25, "expected 'true' or 'false', found '1'")]
    [InlineData("*pa1;", 5, 5, "expected '=' after an address, found ';'")]
    [InlineData("assert x[48 to 12] == y;", 5, 13, "expected '..' after the highest bit, found 'to'")]
    [InlineData("assert x == y == z;", 5, 15, "expected ';' after a statement, found '=='")]
    [InlineData("assert f(x y);", 5, 12, "expected ',' or ')' after an argument of f, found 'y'")]
    [InlineData("let f() = 1;", 5, 7, "expected the name of a parameter, found ')'")]
    [InlineData("s1table t 0x1000 { x |-> pa1;", 6, 1, "expected '}' at the end of the table t, found the end of the text")]
    [InlineData("s1table t 0x1000 { physical pa2; }", 5, 20, "expected a mapping or a table in the braces of a table")]
    [InlineData("}", 5, 1, "expected a statement, found '}'")]
    [InlineData("x |-> pa1;\n  y ?-> @;", 6, 9, "expected an address, a number or a function, found '@'")]
    [InlineData("x |-> é;", 5, 7, "unexpected character U+00E9")]
    public void Parse_OfWrongSetup_SaysWhatIsWrongWhere(string setup, int line, int column, string problem) =>
        Assert.Equal((line, column, problem), IslaTexts.Error(() => Read(setup)));

    private static IReadOnlyList<SetupStatement> Read(string setup) => IslaTexts.ParseSetup(setup).PageTableSetup;

    private static IslaExpression Target(string text) => Assert.IsType<SetupMapping>(Assert.Single(Read($"x |-> {text}"))).To;
}
