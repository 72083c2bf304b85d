using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Models.Cat.Evaluation;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat;

/// <content>Checks and choices.</content>
public sealed partial class CatEvaluation
{
    private int _chosen;

    private bool MayPass(int stage)
    {
        CatProgram program = Program;
        _chosen = stage;
        foreach (CatTest check in program.MonotoneChecksOfStage[stage])
        {
            if (!Holds(check))
            {
                return false;
            }
        }

        if (stage == program.Choices.Length || !program.Choices[stage].IsStatic)
        {
            return true;
        }

        CatChoice choice = program.Choices[stage];
        foreach (Value option in Options(choice))
        {
            Choose(choice, option);
            if (MayPass(stage + 1))
            {
                return true;
            }
        }

        return false;
    }

    private int Count(int stage)
    {
        CatProgram program = Program;
        _chosen = stage;
        foreach (CatTest check in program.ChecksOfStage[stage])
        {
            if (!Holds(check))
            {
                return 0;
            }
        }

        if (stage == program.Choices.Length)
        {
            return Visit();
        }

        int count = 0;
        CatChoice choice = program.Choices[stage];
        foreach (Value option in Options(choice))
        {
            Choose(choice, option);
            count += Count(stage + 1);
            if (_stopped)
            {
                break;
            }
        }

        return count;
    }

    private int Visit()
    {
        foreach (CatTest assertion in Program.Assertions)
        {
            if (!Holds(assertion))
            {
                throw new CatException(assertion.At, $"the assertion '{assertion.Name}' does not hold of this execution");
            }
        }

        if (_visitor is not null)
        {
            _flagsAreKnown = false;
            _stopped = !_visitor.OnConsistent(this);
        }

        return 1;
    }

    private void FindFlags()
    {
        _flags.Clear();
        foreach (CatTest flag in Program.Flags)
        {
            if (IsChosen(flag.Subject) && Holds(flag) == (flag.Role == TestRole.Flag) && !_flags.Contains(flag.Name))
            {
                _flags.Add(flag.Name);
            }
        }

        _flagsAreKnown = true;
    }

    /// <summary>Whether all is chosen that a node depends on.</summary>
    private bool IsChosen(PlannedNode node) => node.Stage <= _chosen;

    private bool Holds(CatTest test)
    {
        PlannedNode subject = test.Subject;
        bool holds;
        if (subject.Node.IsSet)
        {
            holds = Values.Set(subject).IsEmpty;
        }
        else
        {
            EventMatrix relation = Values.Relation(subject);
            holds = test.Kind switch
            {
                TestKind.Acyclic => relation.IsAcyclic(),
                TestKind.Irreflexive => relation.IsIrreflexive,
                _ => relation.IsEmpty,
            };
        }

        return holds != test.IsNegated;
    }

    private ImmutableSortedSet<Value> Options(CatChoice choice) => Values.Deferred(choice.From) switch
    {
        CollectionValue collection => collection.Items,
        { Kind: ValueKind.Empty } => CollectionValue.Empty.Items,
        var other => throw new CatException(choice.At, $"expected a set of relations, found {other.Kind.Describe()}"),
    };

    private void Choose(CatChoice choice, Value option)
    {
        EventMatrix relation = option switch
        {
            RelationValue { Matrix: var matrix } => matrix,
            { Kind: ValueKind.Empty } => new EventMatrix(Values.Count),
            _ => throw new CatException(choice.At, $"expected a set of relations, found a set with {option.Kind.Describe()}"),
        };
        Values.Choose(choice.Chosen, relation);
    }
}
