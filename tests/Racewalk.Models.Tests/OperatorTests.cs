using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Every operator does what its definition says, compiled and interpreted.</summary>
public sealed class OperatorTests
{
    [Theory]
    [InlineData(1, 1500, 3)]
    [InlineData(2, 1500, 4)]
    [InlineData(3, 300, 6)]
    [InlineData(4, 60, 66)]
    public void Compiled_expressions_are_what_their_definitions_say(int seed, int rounds, int events)
    {
        var random = new SplitMixRandom((ulong)seed);
        for (int i = 0; i < rounds; i++)
        {
            var expressions = new RandomExpressions(random);
            int count = random.Next(1, events + 1);
            TestStructure structure = expressions.Structure(count, 1.2 / count);
            (string relation, string set) = (expressions.Relation(random.Next(1, 5)), expressions.Set(random.Next(1, 4)));
            CatEvaluation evaluation = Cat.Evaluation($"let relation = {relation}\nlet set = {set}", structure);
            for (int change = 0; change < 2; change++)
            {
                Compare(structure, evaluation, "relation", relation);
                Compare(structure, evaluation, "set", set);

                // rf is dynamic; everything else must be as it was.
                expressions.Fill(structure.Relations["rf"], 1.2 / count);
                evaluation.MayBeConsistent();
            }
        }
    }

    [Theory]
    [InlineData(11, 1500, 4)]
    [InlineData(12, 300, 6)]
    public void Interpreted_expressions_are_what_their_definitions_say(int seed, int rounds, int events)
    {
        var random = new SplitMixRandom((ulong)seed);
        for (int i = 0; i < rounds; i++)
        {
            var expressions = new RandomExpressions(random);
            int count = random.Next(1, events + 1);
            TestStructure structure = expressions.Structure(count, 1.2 / count);
            structure.Set("One", 0);
            string relation = expressions.Relation(random.Next(1, 4));

            // What a match on a set of events chooses is known only when there are events.
            CatEvaluation evaluation = Cat.Evaluation($"let relation = (match One with {{}} -> 0 || _ ++ _ -> {relation} end) | 0", structure);
            Compare(structure, evaluation, "relation", relation);
        }
    }

    [Theory]
    [InlineData("_", true, "0,0 0,1 0,2 1,0 1,1 1,2 2,0 2,1 2,2")]
    [InlineData("_ & r", true, "0,1 1,2")]
    [InlineData("_ \\ r", true, "0,0 0,2 1,0 1,1 2,0 2,1 2,2")]
    [InlineData("r \\ _", true, "")]
    [InlineData("r | {}", true, "0,1 1,2")]
    [InlineData("r & {}", true, "")]
    [InlineData("r \\ {}", true, "0,1 1,2")]
    [InlineData("{} ; r", true, "")]
    [InlineData("_ ; r", true, "0,1 0,2 1,1 1,2 2,1 2,2")]
    [InlineData("{}*", true, "0,0 1,1 2,2")]
    [InlineData("[_]", true, "0,0 1,1 2,2")]
    [InlineData("A * _", true, "0,0 0,1 0,2")]
    [InlineData("~~r", true, "0,1 1,2")]
    [InlineData("A | {}", false, "0")]
    [InlineData("~A", false, "1 2")]
    [InlineData("_ \\ A", false, "1 2")]
    [InlineData("~A & _", false, "1 2")]
    [InlineData("domain(_ & r)", false, "0 1")]
    [InlineData("range (A * ~A)", false, "1 2")]
    [InlineData("fencerel A", true, "")]
    [InlineData("toid A", true, "0,0")]
    public void Everything_and_nothing_fit_every_type(string expression, bool isRelation, string expected)
    {
        var structure = new TestStructure(3);
        structure.Relation("r", (0, 1), (1, 2));
        structure.Relation("po", (0, 1), (1, 2), (0, 2));
        structure.Set("A", 0);
        CatEvaluation evaluation = Cat.Evaluation($"acyclic 0 let x = {expression}\nshow {expression} as y", structure);

        if (isRelation)
        {
            Assert.True(evaluation.TryGetRelation("y", out EventMatrix? relation));
            Assert.Equal(expected, string.Join(' ', relation.Pairs().Select(pair => $"{pair.From},{pair.To}")));
        }
        else
        {
            Assert.True(evaluation.TryGetSet("y", out EventBits? set));
            Assert.Equal(expected, string.Join(' ', set.Events()));
        }
    }

    private static void Compare(TestStructure structure, CatEvaluation evaluation, string name, string expression)
    {
        var names = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (string set in RandomExpressions.Sets)
        {
            names.Add(set, structure.Sets[set].Events().ToHashSet());
        }

        foreach (string relation in RandomExpressions.Relations)
        {
            names.Add(relation, structure.Relations[relation].Pairs().ToHashSet());
        }

        object expected = new NaiveEvaluator(structure.Count, names).Evaluate(ExpressionText.Parse(expression));
        if (expected is HashSet<int> events)
        {
            Assert.True(evaluation.TryGetSet(name, out EventBits? found), expression);
            Assert.True(events.SetEquals(found.Events()), expression);
        }
        else
        {
            Assert.True(evaluation.TryGetRelation(name, out EventMatrix? found), expression);
            Assert.True(((HashSet<(int, int)>)expected).SetEquals(found.Pairs()), expression);
        }
    }
}
