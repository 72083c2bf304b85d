using System.Diagnostics;
using System.Text;
using Racewalk.Models.Cat;
using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Tests;

/// <summary>What the parser says about mistakes.</summary>
public sealed class ParserErrorTests
{
    [Theory]
    [InlineData("let a = ", 1, 9, "expected an expression here, found the end of the file")]
    [InlineData("let a = b |\n  ; c", 2, 3, "expected an expression here, found ';'")]
    [InlineData("let a = (b", 1, 11, "expected ')' to close this, found the end of the file")]
    [InlineData("let a = [b)", 1, 11, "expected ']' to close this, found ')'")]
    [InlineData("let = b", 1, 5, "expected a name here, found '='")]
    [InlineData("let rec acyclic = b", 1, 9, "expected a name here, found 'acyclic'")]
    [InlineData("acyclic a as", 1, 13, "expected a name after 'as', found the end of the file")]
    [InlineData("flag a", 1, 6, "expected 'acyclic', 'irreflexive' or 'empty' here, found the name 'a'")]
    [InlineData("let a = b )", 1, 11, "expected the end of the file or an instruction, found ')'")]
    [InlineData("include a", 1, 9, "expected a quoted text after 'include', found the name 'a'")]
    [InlineData("let a = b^c", 1, 11, "expected '-1' after '^', found the name 'c'")]
    [InlineData("let a = b * c * d", 1, 15, "put this product in parentheses before '*'")]
    [InlineData("let a = b * c+", 1, 14, "put this product in parentheses before '+'")]
    [InlineData("let a = ~b+", 1, 11, "put this complement in parentheses before '+'")]
    [InlineData("let a = if b then c else d", 1, 14, "expected '=', 'subset' or 'in' in this condition, found 'then'")]
    [InlineData("let a = match b with {} -> c end", 1, 30, "expected '||' before the other case of this 'match', found 'end'")]
    [InlineData("let a = match b with 'x -> c || y -> d end", 1, 33, "expected a tag in this 'match', found the name 'y'")]
    [InlineData("show a \\ b", 1, 11, "expected 'as' after an expression to show, found the end of the file")]
    [InlineData("enum E = a", 1, 10, "expected a tag of this enumeration, found the name 'a'")]
    [InlineData("let a = \"b", 1, 9, "this quoted text does not end")]
    [InlineData("let a = (* b (* c *)", 1, 9, "this comment does not end")]
    [InlineData("let a = b $ c", 1, 11, "the character '$' means nothing in a cat file")]
    [InlineData("let a = b \u0001", 1, 11, "a character with the code 0001 that means nothing in a cat file")]
    [InlineData("procedure p(x) = acyclic x", 1, 27, "expected 'end' at the end of this procedure, found the end of the file")]
    [InlineData("if \"v\" acyclic a", 1, 17, "expected 'end' at the end of this 'if', found the end of the file")]
    public void Mistakes_have_a_place_and_say_what_was_expected(string text, int line, int column, string problem)
    {
        var error = Assert.Throws<CatException>(() => CatParser.Parse(new CatSource("test.cat", text, null)));

        Assert.Equal((line, column, problem, "test.cat"), (error.Line, error.Column, error.Problem, error.File));
    }

    [Fact]
    public void The_message_shows_the_line_with_a_mark()
    {
        var error = Assert.Throws<CatException>(() => CatParser.Parse(new CatSource("m.cat", "let a = b\n\tlet c = | d\nlet e = f", null)));

        Assert.Equal("m.cat:2:10: expected an expression here, found '|'\n let c = | d\n         ^", error.Message);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("~")]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("let x = ")]
    [InlineData("try ")]
    [InlineData("fun x -> ")]
    [InlineData("begin ")]
    [InlineData("if a = ")]
    [InlineData("if (")]
    [InlineData("match ")]
    [InlineData("f(a, ")]
    [InlineData("a | b ; (c & ")]
    public void What_is_nested_without_end_is_refused(string piece)
    {
        string text = "let a = " + Repeat(piece, 10_000_000);

        var error = Assert.Throws<CatException>(() => CatParser.Parse(new CatSource("deep", text, null)));

        Assert.Contains("nested too deeply", error.Problem, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 1000, "the message shows too much of an endless line");
    }

    [Theory]
    [InlineData("let a = b", "^-1")]
    [InlineData("let a = b", " ? ")]
    [InlineData("let a = f", " x")]
    [InlineData("", "if \"v\" ")]
    [InlineData("", "procedure p() = ")]
    [InlineData("let f", " x")]
    [InlineData("let a = if", " not")]
    public void A_long_row_is_refused_if_it_makes_a_deep_tree(string start, string piece) =>
        Assert.Contains(
            "nested too deeply",
            Assert.Throws<CatException>(() => CatParser.Parse(new CatSource("deep", start + Repeat(piece, 1_000_000), null))).Problem,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("let a = b", " | b")]
    [InlineData("let a = b", " ; b")]
    [InlineData("let a = b", " \\ b")]
    [InlineData("let a = b", " & b")]
    [InlineData("let a = b", " ++ b")]
    [InlineData("let a = b", ", b")]
    [InlineData("", "let a = b ")]
    [InlineData("let a = b", " and c = d")]
    public void A_long_row_that_makes_a_flat_tree_is_read(string start, string piece)
    {
        var watch = Stopwatch.StartNew();

        CatParser.Parse(new CatSource("long", start + Repeat(piece, 1_000_000), null));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
    }

    private static string Repeat(string piece, int length) => new StringBuilder(length).Insert(0, piece, length / piece.Length).ToString();
}
