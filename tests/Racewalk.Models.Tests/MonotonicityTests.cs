using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Which checks may be asked of a partial execution, and what is computed when.</summary>
public sealed class MonotonicityTests
{
    [Theory]
    [InlineData("acyclic po | rf", true)]
    [InlineData("empty rf & po", true)]
    [InlineData("empty rf & co", true)]
    [InlineData("irreflexive rf^-1 ; co", true)]
    [InlineData("acyclic (rf ; po)+ | co*", true)]
    [InlineData("empty domain rf", true)]
    [InlineData("empty [range co] ; rf", true)]
    [InlineData("acyclic rf \\ po", true)]
    [InlineData("acyclic po \\ ~rf", true)]
    [InlineData("acyclic ~(po | ~rf)", true)]
    [InlineData("acyclic let rec x = rf | x ; co in x", true)]
    [InlineData("acyclic let rec x = rf | po & (x ; x^-1) in x", true)]
    [InlineData("acyclic rf \\ (rf & int)", true)]
    [InlineData("acyclic rf \\ (int & rf)", true)]
    [InlineData("acyclic rf \\ (rf & (W * W))", true)]
    [InlineData("~acyclic rf", false)]
    [InlineData("~empty rf", false)]
    [InlineData("acyclic po \\ rf", false)]
    [InlineData("acyclic rf \\ co", false)]
    [InlineData("empty ~rf", false)]
    [InlineData("empty W \\ domain rf", false)]
    [InlineData("acyclic co \\ (co ; co)", false)]
    [InlineData("acyclic let rec x = rf | (co \\ x) in x", false)]
    [InlineData("empty po & (FW * FW)", false)]
    [InlineData("acyclic po", true)]
    [InlineData("empty W \\ domain po", true)]
    public void Checks_that_can_only_begin_to_fail_are_monotone(string check, bool expected) =>
        Assert.Equal(expected, Assert.Single(Cat.Evaluation(check, Structure()).Checks).IsMonotone);

    [Theory]
    [InlineData("acyclic po", true)]
    [InlineData("empty [domain (po & loc)] ; po", true)]
    [InlineData("acyclic po | rf", false)]
    [InlineData("empty FW", false)]
    [InlineData("acyclic let rec x = po | x ; x in x", true)]
    [InlineData("acyclic let rec x = po | x ; rf in x", false)]
    public void Checks_are_static_if_they_depend_on_nothing_that_changes(string check, bool expected) =>
        Assert.Equal(expected, Assert.Single(Cat.Evaluation(check, Structure()).Checks).IsStatic);

    [Fact]
    public void What_fails_monotonically_fails_for_ever()
    {
        var random = new SplitMixRandom(5);
        (int monotone, int failed) = (0, 0);
        for (int i = 0; i < 1500; i++)
        {
            var expressions = new RandomExpressions(random);
            TestStructure structure = expressions.Structure(5, 0.1);
            EventMatrix rf = structure.Relations["rf"];
            rf.Clear();
            string test = random.Next(3) switch { 0 => "acyclic", 1 => "irreflexive", _ => "empty" };
            CatEvaluation evaluation = Cat.Evaluation($"{test} {expressions.Relation(random.Next(1, 4))}", structure);
            if (!evaluation.Checks[0].IsMonotone || evaluation.Checks[0].IsStatic)
            {
                continue;
            }

            monotone++;
            bool before = true;
            while (rf.Size < 20)
            {
                bool now = evaluation.Complete() == 1;
                Assert.Equal(now, evaluation.MayBeConsistent());
                Assert.True(before || !now);
                failed += before && !now ? 1 : 0;
                before = now;
                rf.Add(random.Next(5), random.Next(5));
            }
        }

        Assert.True(monotone > 200 && failed > 100, $"{monotone} monotone, {failed} of them fail");
    }

    [Fact]
    public void A_partial_execution_is_given_up_only_for_monotone_checks()
    {
        TestStructure structure = Structure();
        EventMatrix rf = structure.Relations["rf"];
        CatEvaluation evaluation = Cat.Evaluation("empty W \\ domain rf as all-read  acyclic po | rf as order", structure);

        Assert.True(evaluation.MayBeConsistent());
        Assert.Equal(0, evaluation.Complete());
        rf.Add(0, 3);
        rf.Add(2, 1);
        Assert.False(evaluation.MayBeConsistent());
        rf.Remove(2, 1);
        Assert.True(evaluation.MayBeConsistent());
    }

    [Fact]
    public void Checks_behind_a_choice_that_the_caller_makes_are_asked_of_partial_executions()
    {
        TestStructure structure = Structure();
        CatEvaluation evaluation = Cat.Evaluation("include \"cos.cat\" acyclic po | co as order  empty rf & (fre ; coe) as atomic", structure, Cat.Driven);

        // What is chosen must be one of what cos.cat would choose from; that is asked first.
        Assert.Equal("the choice of co", evaluation.Checks[0].Name);
        Assert.Equal([new CatCheck("order", true, false, 0), new CatCheck("atomic", true, false, 0)], evaluation.Checks.Skip(1));
        Assert.True(evaluation.MayBeConsistent());
        structure.Relations["co"].Add(2, 0);
        Assert.False(evaluation.MayBeConsistent());
    }

    [Fact]
    public void Static_choices_are_made_for_partial_executions_dynamic_ones_are_not()
    {
        TestStructure structure = Structure();
        EventMatrix rf = structure.Relations["rf"];
        CatEvaluation oneOf = Cat.Evaluation("let single p = p ++ 0  with x from map single po  acyclic rf | x", structure);
        CatEvaluation dynamic = Cat.Evaluation("let single p = p ++ 0  with x from map single rf  acyclic po | x", structure);

        Assert.True(oneOf.MayBeConsistent());
        rf.Add(2, 0);
        rf.Add(3, 1);
        Assert.True(oneOf.MayBeConsistent());
        rf.Add(1, 0);
        rf.Add(1, 1);
        Assert.False(oneOf.MayBeConsistent());
        Assert.True(dynamic.MayBeConsistent());
        Assert.Equal(0, dynamic.Complete());
    }

    [Fact]
    public void A_new_structure_has_its_own_static_part()
    {
        CatEvaluation evaluation = CatModel.Parse("t", "acyclic po | rf", CatOptions.Default).CreateEvaluation();
        for (int count = 2; count < 130; count += 31)
        {
            foreach (bool cycle in new[] { false, true })
            {
                var structure = new TestStructure(count);
                structure.Relation("po", (0, count - 1));
                structure.Dynamic("rf", CatNature.Growing, cycle ? [(count - 1, 0)] : []);
                evaluation.Begin(structure);

                Assert.Equal(cycle ? 0 : 1, evaluation.Complete());
            }
        }
    }

    [Fact]
    public void Structures_with_other_names_get_another_compiled_form()
    {
        CatModel model = CatModel.Parse("t", "let x = try extra with 0  acyclic po | x", CatOptions.Default);
        CatEvaluation evaluation = model.CreateEvaluation();
        TestStructure plain = Structure();
        TestStructure extra = Structure();
        extra.Relation("extra", (2, 0));
        for (int i = 0; i < 2; i++)
        {
            evaluation.Begin(plain);
            Assert.Equal(1, evaluation.Complete());
            evaluation.Begin(extra);
            Assert.Equal(0, evaluation.Complete());
        }
    }

    [Fact]
    public void Nothing_is_allocated_by_an_evaluation()
    {
        TestStructure structure = Structure();
        CatEvaluation evaluation = Cat.Evaluation(
            "include \"cos.cat\" let rec hb = po & (W * W) | rf | hb ; hb  acyclic hb | fr | co  let rec x = rf | po & (x ; x^-1)  empty x & hb^-1",
            structure,
            Cat.Driven);
        for (int i = 0; i < 3; i++)
        {
            evaluation.MayBeConsistent();
            evaluation.Complete();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            evaluation.MayBeConsistent();
            evaluation.Complete();
            evaluation.Begin(structure);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static TestStructure Structure()
    {
        var structure = new TestStructure(4);
        structure.Set("W", 0, 2);
        structure.Set("R", 1, 3);
        structure.Set("IW");
        structure.Set("FW", 0, 2);
        structure.Nature("FW", CatNature.Changing);
        structure.Relation("po", (0, 1), (0, 2), (1, 2), (2, 3), (0, 3), (1, 3));
        structure.Relation("int", (0, 1), (1, 0));
        structure.Relation("ext", (0, 2), (2, 0), (0, 3), (2, 1));
        structure.Relation("loc", (0, 3), (3, 0), (2, 1), (1, 2));
        structure.Dynamic("rf", CatNature.Growing);
        structure.Dynamic("co", CatNature.Growing);
        return structure;
    }
}
