using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>What comes out.</content>
internal sealed partial class ModelCompiler
{
    private CatProgram Finish()
    {
        CatTest[] checks = [.. _tests.Where(test => test.Role == TestRole.Check)];
        var stages = new List<CatTest[]>();
        var monotone = new List<CatTest[]>();
        for (int i = 0; i <= _choices.Count; i++)
        {
            CatTest[] stage = [.. checks.Where(test => test.Subject.Stage == i).OrderBy(test => test.Subject.Plan.Cost)];
            stages.Add(stage);
            monotone.Add([.. stage.Where(test => test.IsMonotone)]);
        }

        return new CatProgram
        {
            Names = NamedNodes(),
            Tests = [.. _tests],
            Choices = [.. _choices],
            ChecksOfStage = [.. stages],
            MonotoneChecksOfStage = [.. monotone],
            Flags = [.. _tests.Where(test => test.Role is TestRole.Flag or TestRole.UndefinedUnless)],
            Assertions = [.. _tests.Where(test => test.Role == TestRole.Assert)],
            Shown = [.. _shown.Select(shown => KeyValuePair.Create(shown.Name, new PlannedNode(shown.Node)))],
            EnumerationOfTag = _elaborator.EnumerationOfTag,
            Enumerations = _elaborator.Enumerations,
            StructureNames = _names.Found,
            IsSpecial = _special,
            Guards = [.. _names.Guards],
            Variants = [.. _names.Variants],
            FixedVariants = _options.Variants,
            Nodes = _table.Nodes,
        };
    }

    private Dictionary<string, PlannedNode> NamedNodes()
    {
        var result = new Dictionary<string, PlannedNode>(StringComparer.Ordinal);
        foreach ((string name, Thunk thunk) in _environment.Global)
        {
            if (_elaborator.Attempt(thunk) is NodeValue value)
            {
                result.Add(name, new PlannedNode(value.Node));
            }
        }

        foreach ((string name, Value? value) in _names.Found)
        {
            if (value is NodeValue node)
            {
                result.TryAdd(name, new PlannedNode(node.Node));
            }
        }

        return result;
    }
}
