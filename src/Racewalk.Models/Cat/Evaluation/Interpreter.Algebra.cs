using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>The algebra of sets and relations that the two kinds of interpreter supply, and conversions to it.</content>
internal abstract partial class Interpreter
{
    protected abstract Value EmptyOf(bool isSet);

    protected abstract Value UniverseOf(bool isSet);

    protected abstract Value Identity();

    /// <summary>The set or relation of one event or pair.</summary>
    protected abstract Value Single(Value element);

    /// <summary>A value of unknown type as a set or relation.</summary>
    protected abstract Value Convert(Value unknown, bool isSet, SourceSpot at);

    protected abstract Value Union(bool isSet, List<Value> operands);

    protected abstract Value Intersection(Value left, Value right);

    protected abstract Value Difference(Value left, Value right);

    protected abstract Value Complement(Value operand);

    protected abstract Value Sequence(List<Value> relations);

    protected abstract Value Product(Value from, Value to);

    protected abstract Value Inverse(Value relation);

    protected abstract Value Plus(Value relation);

    protected abstract Value Option(Value relation);

    protected abstract Value ToIdentity(Value set);

    protected abstract Value Domain(Value relation);

    protected abstract Value Range(Value relation);

    /// <summary>Takes a set apart; null if it is not known yet which elements it has.</summary>
    protected abstract SplitParts? Split(Value set, bool inTheMiddle, SourceSpot at);

    protected Value AsRelation(Value value, SourceSpot at) => value.Kind switch
    {
        ValueKind.Relation => value,
        ValueKind.Pair => Single(value),
        ValueKind.Empty => EmptyOf(false),
        ValueKind.Universe => UniverseOf(false),
        ValueKind.Unknown => Convert(value, false, at),
        _ => throw Mismatch(at, "a relation", value),
    };

    protected Value AsSet(Value value, SourceSpot at) => value.Kind switch
    {
        ValueKind.Set => value,
        ValueKind.Event => Single(value),
        ValueKind.Empty => EmptyOf(true),
        ValueKind.Universe => UniverseOf(true),
        ValueKind.Unknown => Convert(value, true, at),
        _ => throw Mismatch(at, "a set of events", value),
    };

    /// <summary>A value as the set or relation that a test is about.</summary>
    public Value AsSetOrRelation(Value value, SourceSpot at) => value.Kind switch
    {
        ValueKind.Set or ValueKind.Event => AsSet(value, at),
        ValueKind.Relation or ValueKind.Pair or ValueKind.Empty or ValueKind.Universe or ValueKind.Unknown => AsRelation(value, at),
        _ => throw Mismatch(at, "a set of events or a relation", value),
    };
}
