using Racewalk.Executions;
using Racewalk.Models.Cat.Evaluation;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat;

/// <content>Explanations.</content>
public sealed partial class CatEvaluation
{
    /// <summary>
    /// Says why the present complete execution is not consistent: the first check of the model that fails when the first of all choices are made. Null if
    /// none fails. Allocates.
    /// </summary>
    public CatViolation? Explain()
    {
        Values.Touch();
        _chosen = 0;
        foreach (CatTest test in Program.Tests)
        {
            if (test.Role == TestRole.Check && (ChooseFirst(test.Subject.Stage) ?? (Holds(test) ? null : Explain(test))) is { } violation)
            {
                return violation;
            }
        }

        return ChooseFirst(Program.Choices.Length);
    }

    /// <summary>Makes the first of all choices until a number of choices are made; what is wrong if there is nothing to choose.</summary>
    private CatViolation? ChooseFirst(int stage)
    {
        for (; _chosen < stage; _chosen++)
        {
            CatChoice choice = Program.Choices[_chosen];
            if (Options(choice) is not [Value first, ..])
            {
                return new CatViolation($"the choice of {choice.Name}", [], []);
            }

            Choose(choice, first);
        }

        return null;
    }

    private CatViolation Explain(CatTest test)
    {
        if (test.IsNegated)
        {
            return new CatViolation(test.Name, [], []);
        }

        if (test.Subject.Node.IsSet)
        {
            return new CatViolation(test.Name, [.. Values.Set(test.Subject).Events()], []);
        }

        EventMatrix relation = Values.Relation(test.Subject);
        var expansion = new EdgeExpansion(Values, test.Subject.Node);
        List<CatEdge> edges = test.Kind switch
        {
            TestKind.Acyclic when relation.TryFindCycle(out List<int>? cycle) => Along(cycle, expansion),
            TestKind.Irreflexive => relation.Pairs().Where(pair => pair.From == pair.To)
                .Select(pair => expansion.Expand(pair.From, pair.To)).MinBy(path => path.Count)!,
            _ => expansion.Expand(relation.Pairs().First()),
        };
        List<int> events = edges.ConvertAll(edge => edge.From);
        if (test.Kind == TestKind.Empty && edges.Count > 0)
        {
            events.Add(edges[^1].To);
        }

        return new CatViolation(test.Name, events, edges);
    }

    private static List<CatEdge> Along(List<int> cycle, EdgeExpansion expansion)
    {
        var edges = new List<CatEdge>();
        for (int i = 0; i < cycle.Count; i++)
        {
            edges.AddRange(expansion.Expand(cycle[i], cycle[(i + 1) % cycle.Count]));
        }

        return edges;
    }
}
