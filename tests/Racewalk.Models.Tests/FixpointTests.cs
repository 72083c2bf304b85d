using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Recursive definitions, also those that are not monotone and those that are functions.</summary>
public sealed class FixpointTests
{
    [Theory]
    [InlineData("let rec x = r | x ; x", "0,1 0,2 0,3 1,2 1,3 2,3")]
    [InlineData("let rec x = r | x ; r", "0,1 0,2 0,3 1,2 1,3 2,3")]
    [InlineData("let rec x = r | r ; x", "0,1 0,2 0,3 1,2 1,3 2,3")]
    [InlineData("let rec x = r | r ; x ; r", "0,1 0,3 1,2 2,3")]
    [InlineData("let rec x = x", "")]
    [InlineData("let rec x = x ; x", "")]
    [InlineData("let rec x = x | y and y = r ; x | [S]", "0,0")]
    [InlineData("let rec x = [y] ; r and y = S | range x", "0,1 1,2 2,3")]
    [InlineData("let rec x = f r and f y = y | x ; y", "0,1 0,2 0,3 1,2 1,3 2,3")]
    [InlineData("let x = let rec y = r | z ; z and z = y in z", "0,1 0,2 0,3 1,2 1,3 2,3")]
    [InlineData("let rec x = r ; (let rec y = x | r | y ; y in y)", "0,2 0,3 1,3")]
    public void The_least_solution_is_found(string text, string expected)
    {
        CatEvaluation evaluation = Cat.Evaluation(text + "\nlet result = x | 0", Line(4));

        Assert.True(evaluation.TryGetRelation("result", out EventMatrix? relation));
        Assert.Equal(expected, Collector.Text(relation));
    }

    /// <summary>As the kernel's model matches the ends of read-side critical sections: an unmatched start with the next unmatched end, inside out.</summary>
    [Theory]
    [InlineData("<>", "0,1")]
    [InlineData("<<>>", "0,3 1,2")]
    [InlineData("<><>", "0,1 2,3")]
    [InlineData("<<><>>", "0,5 1,2 3,4")]
    [InlineData("<<<>>>>", "0,5 1,4 2,3")]
    [InlineData("><<>", "2,3")]
    public void Brackets_are_matched_by_a_recursion_that_is_not_monotone(string brackets, string expected)
    {
        var structure = new TestStructure(brackets.Length);
        int[] all = [.. Enumerable.Range(0, brackets.Length)];
        structure.Set("Open", all.Where(i => brackets[i] == '<'));
        structure.Set("Close", all.Where(i => brackets[i] == '>'));
        structure.Relation("po", all.SelectMany(i => all.Where(j => i < j).Select(j => (i, j))));
        CatEvaluation evaluation = Cat.Evaluation(
            """
            let pairs = let rec open = Open \ domain(found)
              and close = Close \ range(found)
              and any = open | close
              and between = [any] ; po ; [any]
              and found = found | ([open] ; po ; [close]) \ (between ; between)
              in found
            """,
            structure);

        Assert.True(evaluation.TryGetRelation("pairs", out EventMatrix? pairs));
        Assert.Equal(expected, Collector.Text(pairs));
    }

    [Fact]
    public void A_recursion_that_never_rests_is_reported() =>
        Assert.Equal("this recursion does not come to rest", Cat.Problem(
            """
            let B = range([S]; r)
            let rec x = range((x & S) * B) | S \ range((x & S) * S)
            empty x
            """,
            Line(3)).Problem);

    [Theory]
    [InlineData("let rec f x = f x  empty f r")]
    [InlineData("let rec f x = x | f x  empty f r")]
    [InlineData("let rec f x = g x and g x = f x  empty f r")]
    [InlineData("let rec f x = f {x}  empty f r")]
    [InlineData("let rec f x = f (x, x)  empty f r")]
    [InlineData("let rec f x = f (fun y -> x y)  empty f r")]
    [InlineData("let rec f x = match S with {} -> f x || e ++ o -> f ({e} * o) end  empty f r")]
    [InlineData("let rec f x = match S with {} -> 0 || e ++ o -> r | f x end  empty f r")]
    [InlineData("procedure rec p(x) = call p(x) end  call p(r)")]
    public void Recursion_without_end_is_reported(string text)
    {
        string problem = Cat.Problem(text, Line(4)).Problem;

        Assert.Matches("does this recursion end|nested too deeply|different expressions|call each other", problem);
    }

    [Fact]
    public void Functions_that_double_their_work_are_given_up()
    {
        IEnumerable<string> functions = Enumerable.Range(1, 40).Select(i => $"let f{i} x = f{i - 1} (f{i - 1} x)");

        Assert.Matches(
            "does this recursion end|different expressions", Cat.Problem($"let f0 x = x ; x {string.Join(' ', functions)} empty f40 r", Line(4)).Problem);
    }

    [Fact]
    public void Long_but_finite_recursion_is_fine()
    {
        TestStructure structure = Line(100);
        structure.Set("All", Enumerable.Range(0, 100));
        structure.Relation("none");

        // Some thousand calls in tail position, some hundred that are not.
        Assert.Equal(
            0,
            Cat.Evaluation(
                """
                let rec step(S, x) = match S with {} -> x || p ++ rest -> step(rest, p ++ x) end
                let rec deep S = match S with {} -> 0 || e ++ rest -> ({e} * {e}) | deep rest end
                empty step(All * All, 0) \ _ as first
                empty deep All \ [All] as second
                ~empty step(All * All, 0) & ~deep All & [All] as third
                """,
                structure).Complete());
    }

    [Fact]
    public void A_function_is_mapped_over_a_large_relation()
    {
        TestStructure structure = Line(150);
        structure.Set("All", Enumerable.Range(0, 150));
        CatEvaluation evaluation = Cat.Evaluation("let single p = p ++ 0  with x from map single ((All * All) & _)  empty x & r", structure);

        Assert.Equal(150 * 150 - 149, evaluation.Complete());
    }

    [Fact]
    public void A_test_after_when_is_a_check()
    {
        Assert.Equal(0, Cat.Evaluation("let rec x = r | r^-1 | x ; x when acyclic x as step", Line(3)).Complete());
        Assert.Equal(1, Cat.Evaluation("let rec x = r | x ; x when acyclic x as step", Line(3)).Complete());
    }

    private static TestStructure Line(int count)
    {
        var structure = new TestStructure(count);
        structure.Relation("r", Enumerable.Range(0, count - 1).Select(i => (i, i + 1)));
        structure.Set("S", 0);
        return structure;
    }
}
