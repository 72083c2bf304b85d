using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Sets of relations, and choosing from them.</summary>
public sealed class ChoiceTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 6)]
    [InlineData(6, 720)]
    public void All_orders_of_a_set_are_chosen(int size, int expected)
    {
        var structure = new TestStructure(7);
        structure.Set("S", Enumerable.Range(0, size));
        structure.Relation("none");
        var seen = new Collector("x");

        int count = Cat.Evaluation("with x from linearisations(S, none)", structure).Complete(seen);

        Assert.Equal((expected, expected), (count, seen.Found.Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public void Orders_contain_the_relation_and_come_in_a_fixed_order()
    {
        var structure = new TestStructure(4);
        structure.Set("S", 0, 1, 3);
        structure.Relation("r", (3, 2), (2, 1), (1, 0));
        var seen = new Collector("x");

        Cat.Evaluation("with x from linearisations(S, r)", structure).Complete(seen);

        // (3, 2) and (2, 1) say nothing about the set.
        Assert.Equal(["0,3 1,0 1,3", "1,0 1,3 3,0", "1,0 3,0 3,1"], seen.Found);
    }

    [Fact]
    public void There_is_no_order_of_a_cycle()
    {
        var structure = new TestStructure(3);
        structure.Set("S", 0, 1, 2);
        structure.Relation("r", (0, 1), (1, 0));

        Assert.Equal(0, Cat.Evaluation("with x from linearisations(S, r)", structure).Complete());
    }

    [Fact]
    public void Coherence_is_chosen_per_location()
    {
        TestStructure structure = Writes([2, 3, 1]);
        var seen = new Collector("co");

        int count = Cat.Evaluation("include \"cos.cat\"", structure).Complete(seen);

        Assert.Equal((12, 12), (count, seen.Found.Distinct(StringComparer.Ordinal).Count()));
        Assert.Equal(seen.Found, Again(structure));

        static List<string> Again(TestStructure structure)
        {
            var again = new Collector("co");
            Cat.Evaluation("include \"cos.cat\"", structure).Complete(again);
            return again.Found;
        }
    }

    [Fact]
    public void A_total_order_leaves_one_choice()
    {
        TestStructure structure = Writes([20, 20, 20]);
        EventMatrix total = structure.Relation("whole");
        for (int i = 0; i < structure.Count; i++)
        {
            for (int j = i + 1; j < structure.Count; j++)
            {
                total[i, j] = structure.Relations["loc"][i, j];
            }
        }

        var seen = new Collector("co");

        Assert.Equal(1, Cat.Evaluation("include \"cross.cat\" with co from generate_cos(whole)", structure).Complete(seen));
        Assert.Equal(Collector.Text(total), Assert.Single(seen.Found));
    }

    [Fact]
    public void Choices_multiply_and_checks_cut_them_down()
    {
        var structure = new TestStructure(4);
        structure.Set("S", 0, 1);
        structure.Set("T", 2, 3);
        structure.Relation("none");
        structure.Relation("bad", (1, 0));
        structure.Relation("worse", (3, 2));

        Assert.Equal(4, Cat.Evaluation("with x from linearisations(S, none) with y from linearisations(T, none)", structure).Complete());
        Assert.Equal(
            1,
            Cat.Evaluation("with x from linearisations(S, none) empty x & bad with y from linearisations(T, none) empty y & worse", structure).Complete());
        Assert.Equal(
            3, Cat.Evaluation("with x from linearisations(S, none) with y from linearisations(T, none) ~empty (x | y) \\ (bad | worse)", structure).Complete());
    }

    [Fact]
    public void A_choice_can_depend_on_another_and_on_what_changes()
    {
        var structure = new TestStructure(3);
        structure.Set("S", 0, 1);
        structure.Set("T", 0, 1, 2);
        EventMatrix rf = structure.Dynamic("rf", CatNature.Growing);
        CatEvaluation evaluation = Cat.Evaluation("with x from linearisations(S, rf) with y from linearisations(T, x | rf)", structure);

        Assert.Equal(6, evaluation.Complete());
        rf.Add(1, 0);
        Assert.Equal(3, evaluation.Complete());
        rf.Add(2, 1);
        Assert.Equal(1, evaluation.Complete());
        rf.Add(0, 2);
        Assert.Equal(0, evaluation.Complete());
    }

    [Theory]
    [InlineData("with x from {r}", 1)]
    [InlineData("with x from {r, s}", 2)]
    [InlineData("with x from {r, s} empty x & s", 1)]
    [InlineData("with x from {}", 0)]
    [InlineData("with x from {} acyclic x", 0)]
    [InlineData("with x from r ++ {}", 1)]
    [InlineData("with x from r ++ s ++ {r}", 2)]
    [InlineData("with x from {r} | {s}", 2)]
    [InlineData("with x from {r, s} & {s}", 1)]
    [InlineData("with x from {r, s} \\ {s}", 1)]
    [InlineData("with x from map (fun p -> p ++ 0) (r | s)", 2)]
    [InlineData("include \"cross.cat\" with x from cross({{r, s}, {0, r}})", 3)]
    [InlineData("include \"cross.cat\" with x from cross({})", 1)]
    [InlineData("include \"cross.cat\" with x from cross({{}, {r}})", 0)]
    public void Sets_of_relations_can_be_written(string text, int expected)
    {
        var structure = new TestStructure(3);
        structure.Relation("r", (0, 1));
        structure.Relation("s", (1, 2));

        Assert.Equal(expected, Cat.Evaluation(text, structure).Complete());
    }

    [Fact]
    public void A_visitor_sees_flags_and_relations_and_can_stop()
    {
        var structure = new TestStructure(3);
        structure.Set("S", 0, 1, 2);
        structure.Relation("none");
        structure.Relation("first", (0, 1));
        const string Text =
            """
            with x from linearisations(S, none)
            flag ~empty x & first as forwards
            flag empty x & first as backwards
            flag ~empty none as never
            undefined_unless empty x & first as undefined
            """;
        var seen = new Collector("x");
        var impatient = new Collector("x", 2);

        Cat.Evaluation(Text, structure).Complete(seen);

        Assert.All(seen.Found.Zip(seen.Flags), pair => Assert.Equal(
            pair.First.Contains("0,1", StringComparison.Ordinal) ? "forwards undefined" : "backwards", pair.Second));
        Assert.Equal(2, Cat.Evaluation(Text, structure).Complete(impatient));
    }

    [Fact]
    public void Classes_are_those_of_an_equivalence()
    {
        TestStructure structure = Writes([2, 2]);
        structure.Relation("e", (0, 0), (1, 1), (0, 1), (1, 0), (3, 3));

        Assert.Equal(1, Cat.Evaluation("let x = map toid (classes e) let y = {[{}]} empty 0", structure).Complete());
        Assert.Equal(2, Cat.Evaluation("with x from map toid (classes e)", structure).Complete());
        Assert.Equal(2, Cat.Evaluation("with x from map toid (classes-loc W)", structure).Complete());
        Assert.Equal(1, Cat.Evaluation("with x from map toid (partition (W & S))", structure).Complete());
    }

    /// <summary>Writes of locations, each with an initial write.</summary>
    private static TestStructure Writes(int[] perLocation)
    {
        var litmus = new LitmusStructure();
        for (int i = 0; i < perLocation.Length; i++)
        {
            string location = ((char)('a' + i)).ToString();
            litmus.Initial(location);
            for (int j = 0; j < perLocation[i]; j++)
            {
                litmus.Add(j, "W", location, "S");
            }
        }

        TestStructure structure = litmus.Build();
        structure.Set("S", 0, 1);
        return structure;
    }
}
