using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Tests;

/// <summary>How expressions and instructions are read.</summary>
public sealed class ParserTests
{
    [Theory]
    [InlineData("a | b ; c", "(a | (b ; c))")]
    [InlineData("a ; b | c", "((a ; b) | c)")]
    [InlineData("a ; b & c ; d", "(a ; (b & c) ; d)")]
    [InlineData("a ; b \\ c", "(a ; (b \\ c))")]
    [InlineData("a \\ b & c", "(a \\ (b & c))")]
    [InlineData("a \\ b \\ c", "(a \\ b \\ c)")]
    [InlineData("a ++ b | c", "((a ++ b) | c)")]
    [InlineData("a ; b ++ c ; d", "((a ; b) ++ (c ; d))")]
    [InlineData("a & b * c", "(a & (b * c))")]
    [InlineData("a * b & c", "((a * b) & c)")]
    [InlineData("a | b | c", "(a | b | c)")]
    [InlineData("a | (b | c)", "(a | (b | c))")]
    public void Operators_bind_as_in_the_language(string text, string reading) => Assert.Equal(reading, ExpressionText.Reading(text));

    [Theory]
    [InlineData("a+", "(a+)")]
    [InlineData("a* ; b", "((a*) ; b)")]
    [InlineData("a * b", "(a * b)")]
    [InlineData("a* | b", "((a*) | b)")]
    [InlineData("(a | b)*", "((a | b)*)")]
    [InlineData("a?", "(a?)")]
    [InlineData("a^-1", "(a^-1)")]
    [InlineData("a^-1+", "((a^-1)+)")]
    [InlineData("a+^-1", "((a+)^-1)")]
    [InlineData("a^+", "(a+)")]
    [InlineData("a^*", "(a*)")]
    [InlineData("a+*", "((a+)*)")]
    [InlineData("~a^-1", "(~(a^-1))")]
    [InlineData("~a & b", "((~a) & b)")]
    [InlineData("~~a", "(~(~a))")]
    [InlineData("a * ~b", "(a * (~b))")]
    [InlineData("a * b^-1", "(a * (b^-1))")]
    [InlineData("(a * b)+", "((a * b)+)")]
    [InlineData("a+ * b", "((a+) * b)")]
    [InlineData("a * {e}", "(a * {e})")]
    [InlineData("f x^-1", "(f(x)^-1)")]
    public void Closures_complements_and_inverses_bind_tighter(string text, string reading) =>
        Assert.Equal(reading, ExpressionText.Reading(text));

    [Theory]
    [InlineData("f x y", "f(x)(y)")]
    [InlineData("f (x, y)", "f(<x, y>)")]
    [InlineData("f ()", "f(<>)")]
    [InlineData("f [S]", "f([S])")]
    [InlineData("domain 0", "domain(0)")]
    [InlineData("a, b", "<a, b>")]
    [InlineData("fun x -> x ; x", "(fun x -> (x ; x))")]
    [InlineData("fun (x, _) -> x", "(fun <x, _> -> x)")]
    [InlineData("let f x = x in f", "(let f = (fun x -> x) in f)")]
    [InlineData("let f x y = x in f", "(let f = (fun x -> (fun y -> x)) in f)")]
    [InlineData("let f(x, y) = x in f", "(let f = (fun <x, y> -> x) in f)")]
    [InlineData("let f() = x in f", "(let f = (fun <> -> x) in f)")]
    [InlineData("let (a, b) = p in a", "(let <a, b> = p in a)")]
    [InlineData("let a, b = p in a", "(let <a, b> = p in a)")]
    [InlineData("let rec a = b and b = a in a", "(let rec a = b and b = a in a)")]
    [InlineData("begin a | b end ; c", "((a | b) ; c)")]
    [InlineData("{}", "{}")]
    [InlineData("{'a, 'b}", "{'a, 'b}")]
    [InlineData("_ \\ a", "(_ \\ a)")]
    [InlineData("po-loc ; fence.r.w ; _RMW ; x'", "(po-loc ; fence.r.w ; _RMW ; x')")]
    public void Functions_tuples_and_names(string text, string reading) => Assert.Equal(reading, ExpressionText.Reading(text));

    [Theory]
    [InlineData("try a & b with c", "(try (a & b) with c)")]
    [InlineData("if \"x\" then a else b | c", "(if \"x\" then a else (b | c))")]
    [InlineData("if not \"x\" || \"y\" && \"z\" then a else b", "(if (!\"x\" || (\"y\" && \"z\")) then a else b)")]
    [InlineData("if (\"x\" || \"y\") && \"z\" then a else b", "(if ((\"x\" || \"y\") && \"z\") then a else b)")]
    [InlineData("if (a | b) = c then a else b", "(if (a | b) Equal c then a else b)")]
    [InlineData("if a subset b then a else b", "(if a Subset b then a else b)")]
    [InlineData("if e in b then a else b", "(if e Member b then a else b)")]
    [InlineData("match t with 'a -> x || _ -> y end", "(match t with 'a -> x || _ -> y)")]
    [InlineData("match s with || {} -> x || e ++ r -> y end", "(match s with {} -> x || e ++ r -> y)")]
    [InlineData("match s with e ++ _ -> y || {} -> x end", "(match s with {} -> x || e ++ _ -> y)")]
    [InlineData("match s with {} -> x || l | e ++ r -> y end", "(match s with {} -> x || l | e ++ r -> y)")]
    public void Branches(string text, string reading) => Assert.Equal(reading, ExpressionText.Reading(text));

    [Theory]
    [InlineData("(* a *) x (* b (* nested *) c *)", "x")]
    [InlineData("x // to the end\n | y", "(x | y)")]
    [InlineData("x # to the end\n | y", "(x | y)")]
    [InlineData("x (* \"(*\" *) *) | y", "(x | y)")]
    [InlineData("x\r\n|\ty", "(x | y)")]
    public void Comments_and_blanks_mean_nothing(string text, string reading) => Assert.Equal(reading, ExpressionText.Reading(text));

    [Theory]
    [InlineData("\"A title\" let a = b", null, "A title")]
    [InlineData("PPC let a = b", "PPC", "PPC")]
    [InlineData("X86 TSO let a = b", "X86", "TSO")]
    [InlineData("RISCV \"A title\" let a = b", "RISCV", "A title")]
    [InlineData("let a = b", null, null)]
    [InlineData("", null, null)]
    public void A_file_can_have_a_title(string text, string? architecture, string? title)
    {
        CatFile file = Parse(text);

        Assert.Equal((architecture, title), (file.Architecture, file.Title));
    }

    [Fact]
    public void Every_instruction_is_read()
    {
        CatFile file = Parse(
            """
            catdep
            let a = b in
            let rec c = a | c and f x = c when acyclic c as step
            include "other.cat"
            acyclic a | b as one
            ~empty a
            flag ~irreflexive a as two
            assert empty a
            undefined_unless empty a as three
            show a, b
            show a ; b as ab
            unshow a
            procedure p(x, y) = empty x \ y end
            procedure rec q x = call q x end
            call p(a, b) as four
            enum E = || 'x || 'y
            forall x in E do call q x end
            with co from generate_cos(co0)
            if "v" && not "w" acyclic a else acyclic b end
            match t with 'x -> acyclic a || _ -> let z = a end
            instructions R[{'x, 'y}]
            default R['x]
            debug a
            """);

        Assert.True(file.ComputesDependencies);
        Assert.Equal(
            [
                "Let", "Let", "Include", "Test", "Test", "Test", "Test", "Test", "Show", "ShowAs", "Show", "Procedure", "Procedure", "Call",
                "Enum", "Forall", "With", "If", "Match", "Annotation", "Annotation", "Let",
            ],
            file.Instructions.Select(instruction => instruction.GetType().Name.Replace("Instruction", "", StringComparison.Ordinal)));
        Assert.Equal("step", ((LetInstruction)file.Instructions[1]).When!.Name);
        Assert.Equal("four", ((CallInstruction)file.Instructions[13]).Name);
    }

    [Fact]
    public void Tests_have_a_role_a_kind_and_a_name()
    {
        CatFile file = Parse("flag ~empty a as f  assert acyclic b  irreflexive c as d");

        Assert.Equal(
            [(TestRole.Flag, true, TestKind.Empty, "f"), (TestRole.Assert, false, TestKind.Acyclic, null), (TestRole.Check, false, TestKind.Irreflexive, "d")],
            file.Instructions.Cast<TestInstruction>().Select(i => (i.Test.Role, i.Test.IsNegated, i.Test.Kind, i.Test.Name)));
    }

    [Fact]
    public void Free_names_are_those_that_are_not_bound() => Assert.Equal(
        ["a", "f", "g", "s", "d", "c"],
        ExpressionText.Parse("let x = a and y = f in (fun z -> z ; x ; g) | (match s with {} -> d || e ++ r -> e | r | c end)").FreeNames);

    private static CatFile Parse(string text) => CatParser.Parse(new CatSource("test", text, null));
}
