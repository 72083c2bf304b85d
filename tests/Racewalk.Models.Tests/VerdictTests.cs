using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Small models decide the well-known shapes as they should, however coherence is chosen.</summary>
public sealed class VerdictTests
{
    private const string Sc = "\"SC\" include \"cos.cat\" let com = rf | co | fr  acyclic po | com as sc";

    private const string Tso =
        """
        "TSO"
        include "cos.cat"
        acyclic po-loc | rf | co | fr as coherence
        let mfence = po ; [MFENCE] ; po
        acyclic (po \ (W * R)) \ (_ * F) | mfence | rfe | co | fr as tso
        """;

    private const string Relaxed =
        """
        "Relaxed"
        include "cos.cat"
        acyclic po-loc | rf | co | fr as coherence
        """;

    /// <summary>Shapes, and in how many ways each can end under SC, TSO and coherence alone.</summary>
    [Theory]
    [InlineData("0Wx 0Wy | 1Ry 1Rx", 3, 3, 4)]
    [InlineData("0Wx 0Ry | 1Wy 1Rx", 3, 4, 4)]
    [InlineData("0Wx 0F 0Ry | 1Wy 1F 1Rx", 3, 3, 4)]
    [InlineData("0Wx 0F 0Ry | 1Wy 1Rx", 3, 4, 4)]
    [InlineData("0Rx 0Wy | 1Ry 1Wx", 3, 3, 4)]
    [InlineData("0Wx 0Wy | 1Wy 1Wx", 3, 3, 4)]
    [InlineData("0Wx | 1Wy | 2Rx 2Ry | 3Ry 3Rx", 15, 15, 16)]
    [InlineData("0Wx 0Wx | 1Rx 1Rx", 6, 6, 6)]
    public void Shapes_end_as_each_model_allows(string program, int sc, int tso, int relaxed)
    {
        Assert.Equal((sc, tso, relaxed), (Count(program, Sc), Count(program, Tso), Count(program, Relaxed)));
        Assert.Equal((sc, tso, relaxed), (CountDriven(program, Sc), CountDriven(program, Tso), CountDriven(program, Relaxed)));
    }

    [Fact]
    public void Evaluations_of_one_model_can_run_in_parallel()
    {
        CatModel model = CatModel.Parse("sc", Sc, CatOptions.Default);
        int[] counts = new int[64];

        Parallel.For(0, counts.Length, i => counts[i] = Count(i % 2 == 0 ? "0Wx 0Ry | 1Wy 1Rx" : "0Wx 0Wx | 1Rx 1Rx", model));

        Assert.All(counts.Index(), pair => Assert.Equal(pair.Index % 2 == 0 ? 3 : 6, pair.Item));
    }

    private static int Count(string program, string text) => Count(program, CatModel.Parse("model.cat", text, CatOptions.Default));

    /// <summary>All reads-from; the model chooses coherence.</summary>
    private static int Count(string program, CatModel model)
    {
        TestStructure structure = Structure(program);
        CatEvaluation evaluation = model.CreateEvaluation();
        evaluation.Begin(structure);
        return Reads(structure, 0, () => evaluation.Complete());
    }

    /// <summary>All reads-from and all coherence orders, built step by step and given up as early as can be.</summary>
    private static int CountDriven(string program, string text)
    {
        TestStructure structure = Structure(program);
        CatEvaluation evaluation = Cat.Evaluation(text, structure, Cat.Driven);
        int[] writes = [.. structure.Sets["W"].Events()];
        return Writes(structure, evaluation, [], writes);
    }

    private static int Writes(TestStructure structure, CatEvaluation evaluation, List<int> order, int[] writes)
    {
        if (order.Count == writes.Length)
        {
            return Reads(structure, 0, () => evaluation.Complete(), evaluation);
        }

        // Orders that differ only between locations are one: a write of an earlier location goes first.
        (EventMatrix co, EventMatrix loc) = (structure.Relations["co"], structure.Relations["loc"]);
        int count = 0;
        int next = order.Count;
        foreach (int write in writes.Where(w => !order.Contains(w)))
        {
            bool firstLocation = writes.Where(w => !order.Contains(w)).Min(w => First(w)) == First(write);
            bool initialFirst = !structure.Sets["IW"].Events().Any(w => loc[w, write] && w != write && !order.Contains(w));
            if (!firstLocation || !initialFirst)
            {
                continue;
            }

            order.Add(write);
            order.ForEach(before => co[before, write] = before != write && loc[before, write]);
            if (evaluation.MayBeConsistent())
            {
                count += Writes(structure, evaluation, order, writes);
            }

            order.ForEach(before => co[before, write] = false);
            order.RemoveAt(next);
        }

        return count;

        int First(int write) => writes.First(w => loc[w, write]);
    }

    private static int Reads(TestStructure structure, int from, Func<int> complete, CatEvaluation? evaluation = null)
    {
        int read = structure.Sets["R"].Next(from);
        if (read < 0)
        {
            return complete();
        }

        EventMatrix rf = structure.Relations["rf"];
        int count = 0;
        foreach (int write in structure.Sets["W"].Events().Where(w => structure.Relations["loc"][w, read]).ToList())
        {
            rf.Add(write, read);
            if (evaluation is null || evaluation.MayBeConsistent())
            {
                count += Reads(structure, read + 1, complete, evaluation);
            }

            rf.Remove(write, read);
        }

        return count;
    }

    private static TestStructure Structure(string program)
    {
        var litmus = new LitmusStructure();
        string[] events = program.Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries);
        foreach (char location in events.Where(e => e.Length == 3).Select(e => e[2]).Distinct().Order())
        {
            litmus.Initial(location.ToString());
        }

        foreach (string e in events)
        {
            litmus.Add(e[0] - '0', e[1].ToString(), e.Length == 3 ? e[2..] : null, e[1] == 'F' ? ["MFENCE"] : []);
        }

        return litmus.Build("MFENCE");
    }
}
