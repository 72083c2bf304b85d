using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Mistakes that show when a model is compiled or evaluated.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("empty R ; r", 1, 7, "expected a relation, found a set of events")]
    [InlineData("empty [r]", 1, 8, "expected a set of events, found a relation")]
    [InlineData("empty r * R", 1, 7, "expected a set of events, found a relation")]
    [InlineData("empty R | r", 1, 11, "expected a set of events, found a relation")]
    [InlineData("empty r & R", 1, 11, "expected a relation, found a set of events")]
    [InlineData("empty r \\ R", 1, 11, "expected a relation, found a set of events")]
    [InlineData("acyclic R", 1, 9, "expected a relation, found a set of events")]
    [InlineData("irreflexive domain r", 1, 13, "expected a relation, found a set of events")]
    [InlineData("empty R^-1", 1, 7, "expected a relation, found a set of events")]
    [InlineData("empty R+", 1, 7, "expected a relation, found a set of events")]
    [InlineData("empty domain R", 1, 14, "expected a relation, found a set of events")]
    [InlineData("empty toid", 1, 7, "expected a set of events or a relation, found a function")]
    [InlineData("empty r ; toid", 1, 11, "expected a relation, found a function")]
    [InlineData("empty ~toid", 1, 8, "expected a set or a relation, found a function")]
    [InlineData("empty r r", 1, 7, "expected a function, found a relation")]
    [InlineData("let f(x, y) = x  empty f r", 1, 24, "this function has 2 parameters, but is given 1 values")]
    [InlineData("let (x, y) = r  empty x", 1, 5, "expected a tuple of 2, found a relation")]
    [InlineData("enum E = 'a  empty 'a ; r", 1, 20, "expected a relation, found a tag")]
    [InlineData("enum E = 'a  empty 'b", 1, 20, "no enumeration has the tag 'b")]
    [InlineData("enum E = 'a || 'b  empty match 'b with 'a -> r end", 1, 26, "no case of this 'match' is for the tag 'b")]
    [InlineData("empty match r with 'a -> r end", 1, 13, "expected a tag to match, found a relation")]
    [InlineData("empty match toid with {} -> r || e ++ x -> r end", 1, 13, "expected a set to match, found a function")]
    [InlineData("empty missing", 1, 7, "the name 'missing' means nothing here")]
    [InlineData("let x = missing\nlet y = x\nempty y", 1, 9, "the name 'missing' means nothing here")]
    [InlineData("let f x = missing  empty f r", 1, 11, "the name 'missing' means nothing here")]
    [InlineData("call r (r)", 1, 1, "'r' is not a procedure")]
    [InlineData("with x from r", 1, 13, "expected a set of relations, found a relation")]
    [InlineData("with x from {R}", 1, 13, "expected a set of relations, found a set of values")]
    [InlineData("enum E = 'a  with x from E", 1, 26, "expected a set of relations, found a set of values")]
    [InlineData("forall x in r do empty x end", 1, 13, "the elements of this set must be known before there are events")]
    [InlineData("let rec (x, y) = r  empty x", 1, 9, "a recursive definition must be of one name, not of a tuple")]
    [InlineData("let rec x = R | y and y = x ; r  empty y", 1, 27, "expected a relation, found a set of events")]
    [InlineData("empty fail r", 1, 7, "the model fails on a relation")]
    [InlineData("empty {r, R}", 1, 11, "expected a relation like the first element, found a set of events")]
    [InlineData("empty lift r", 1, 7, "relations between sets of events are not supported")]
    [InlineData("let rec x = r | x ; x when ~empty x", 1, 28,
        "a negated test cannot stand after 'when': it need not hold of the first steps of the recursion")]
    public void Mistakes_are_found_before_there_are_events(string text, int line, int column, string problem)
    {
        CatModel model = CatModel.Parse("test.cat", text, CatOptions.Default);

        var error = Assert.Throws<CatException>(() => model.CreateEvaluation().Begin(Structure()));

        Assert.Equal((problem, line, column), (error.Problem, error.Line, error.Column));
    }

    [Theory]
    [InlineData("let f S = match S with {} -> 0 || e ++ o -> e ; r end  empty f R | r", "expected a relation, found an event")]
    [InlineData("let f S = match S with {} -> 0 || e ++ o -> o end  empty f R | r", "expected a relation, found a set of events")]
    [InlineData("let f S = match S with {} -> 0 || e ++ o -> missing end  empty f R | r", "the name 'missing' means nothing here")]
    [InlineData("let f S = match S with {} -> 0 || e ++ o -> e ++ r end  empty f R | r", "expected a pair of events, found an event")]
    [InlineData("let f S = match S with {} -> 0 || e ++ o -> r ++ R end  empty f R | R", "expected an event, found a relation")]
    [InlineData("with x from classes-loc R", "expected a set of relations, found a set with a set of events")]
    [InlineData("with x from linearisations r", "expected a set of events and a relation, found a relation")]
    [InlineData("assert empty R as nothing", "the assertion 'nothing' does not hold of this execution")]
    public void Mistakes_that_need_events_are_found_when_there_are(string text, string problem) =>
        Assert.Equal(problem, Cat.Problem(text, Structure()).Problem);

    [Theory]
    [InlineData("let x = missing  let y = x ; R  acyclic r")]
    [InlineData("let x = try missing with r  acyclic x")]
    [InlineData("let x = try R ; r with r  acyclic x")]
    [InlineData("let x = try try missing with missing with r  acyclic x")]
    [InlineData("let f S = match S with {} -> 0 || e ++ o -> missing end  let x = try f R with r  acyclic x | r")]
    [InlineData("show missing, r")]
    [InlineData("show missing ; r as x")]
    public void Mistakes_that_matter_to_no_test_are_none(string text) => Assert.Equal(1, Cat.Evaluation(text, Structure()).Complete());

    [Fact]
    public void A_schema_says_at_once_which_names_there_are()
    {
        CatOptions options = CatOptions.Default with { Schema = Structure() };

        Assert.NotNull(CatModel.Parse("test.cat", "acyclic r", options));
        Assert.Equal(
            "the name 'missing' means nothing here",
            Assert.Throws<CatException>(() => CatModel.Parse("test.cat", "acyclic missing", options)).Problem);
    }

    [Fact]
    public void Sets_over_another_number_of_events_are_refused()
    {
        TestStructure structure = Structure();
        structure.Relations["r"] = new EventMatrixOf(4).Matrix;
        structure.Relations["r"].Add(0, 1);

        Assert.Throws<ArgumentException>(() => Cat.Evaluation("acyclic r", structure));
    }

    [Fact]
    public void Nothing_can_be_asked_before_there_is_a_structure() =>
        Assert.Throws<InvalidOperationException>(() => CatModel.Parse("t", "acyclic r", CatOptions.Default).CreateEvaluation().Complete());

    private static TestStructure Structure()
    {
        var structure = new TestStructure(3);
        structure.Set("R", 0, 1);
        structure.Set("W", 2);
        structure.Relation("r", (0, 1));
        structure.Relation("loc", (0, 0), (1, 1), (2, 2));
        return structure;
    }

    private sealed class EventMatrixOf(int count)
    {
        public Racewalk.Executions.EventMatrix Matrix { get; } = new(count);
    }
}
