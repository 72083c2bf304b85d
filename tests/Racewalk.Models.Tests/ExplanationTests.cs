using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Why an execution is not consistent.</summary>
public sealed class ExplanationTests
{
    [Theory]
    [InlineData("let com = rf | co | fr  acyclic po | com as sc", "sc: 2-po->3 3-rf->4 4-po->5 5-fr->2")]
    [InlineData("let com = rf | co | fr  let hb = po | com  acyclic hb as sc", "sc: 2-po->3 3-rf->4 4-po->5 5-fr->2")]
    [InlineData("let rec hb = po | rf | fr | co | hb ; hb  irreflexive hb as sc", "sc: 2-po->3 3-rf->4 4-po->5 5-fr->2")]
    [InlineData("let ww = [W] ; po ; [W]  acyclic ww | rfe | [R] ; po ; [R] | fre as tso", "tso: 2-ww->3 3-rfe->4 4-po->5 5-fre->2")]
    [InlineData("irreflexive po ; rf ; po ; fr as chain", "chain: 2-po->3 3-rf->4 4-po->5 5-fr->2")]
    [InlineData("let one = po ; rf  acyclic one | po ; fr as half", "half: 2-one->4 4-po->5 5-fr->2")]
    [InlineData("let bob = po ; rf | po ; fr  acyclic bob | rf as named", "named: 2-bob->4 4-bob->2")]
    [InlineData("let steps = (po | rf)+  acyclic steps ; fr as closure", "closure: 2-po->3 3-rf->4 4-po->5 5-fr->2")]
    [InlineData("let all = (po | rf | fr)?  irreflexive all+ \\ id as reflexive  acyclic all \\ id as order", "order: 2-po->3 3-rf->4 4-po->5 5-fr->2")]
    [InlineData("empty rfe & (W * R) \\ fr as none", "none: 0-rfe->5")]
    [InlineData("empty domain rfe as nothing", "nothing: 0,3")]
    [InlineData("~empty rf & co as some", "some: ")]
    [InlineData("acyclic po as fine  acyclic rf | fr | po", "the test at test.cat:1:39: 2-po->3 3-rf->4 4-po->5 5-fr->2")]
    public void The_first_failing_check_is_named_with_its_cycle(string text, string expected)
    {
        CatEvaluation evaluation = Cat.Evaluation("include \"cos.cat\" " + text, MessagePassing(), Cat.Driven);

        Assert.Equal(0, evaluation.Complete());
        CatViolation violation = Assert.IsType<CatViolation>(evaluation.Explain());
        string found = violation.Edges.Count == 0
            ? string.Join(',', violation.Events)
            : string.Join(' ', violation.Edges.Select(edge => $"{edge.From}-{edge.Label}->{edge.To}"));
        Assert.Equal(expected, $"{violation.Check}: {found}");
        Assert.All(violation.Edges, edge => Assert.Contains(edge.From, violation.Events));
    }

    [Fact]
    public void A_consistent_execution_needs_no_explanation()
    {
        TestStructure structure = MessagePassing();
        CatEvaluation evaluation = Cat.Evaluation("include \"cos.cat\" acyclic po | co as fine", structure, Cat.Driven);

        Assert.Equal(1, evaluation.Complete());
        Assert.Null(evaluation.Explain());
    }

    [Fact]
    public void Without_a_caller_the_first_choice_is_explained()
    {
        CatEvaluation evaluation = Cat.Evaluation("include \"cos.cat\" acyclic po | rf | co | fr as sc", MessagePassing());

        Assert.Equal(0, evaluation.Complete());
        Assert.Equal("sc", evaluation.Explain()!.Check);
        Assert.Equal(
            "the choice of x",
            Cat.Evaluation("with x from linearisations(W, po | po^-1)", MessagePassing()).Explain()!.Check);
    }

    /// <summary>x and y are written in this order; the other thread sees the second write and not the first.</summary>
    private static TestStructure MessagePassing()
    {
        var litmus = new LitmusStructure();
        litmus.Initial("x");
        litmus.Initial("y");
        litmus.Add(0, "W", "x");
        litmus.Add(0, "W", "y");
        litmus.Add(1, "R", "y");
        litmus.Add(1, "R", "x");
        TestStructure structure = litmus.Build();
        (EventMatrix rf, EventMatrix co) = (structure.Relations["rf"], structure.Relations["co"]);
        rf.Add(3, 4);
        rf.Add(0, 5);
        co.Add(0, 2);
        co.Add(1, 3);
        return structure;
    }
}
