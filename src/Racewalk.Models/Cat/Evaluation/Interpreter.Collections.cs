using System.Globalization;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>Sets of values: how they are written and extended.</content>
internal abstract partial class Interpreter
{
    /// <summary>More elements than any memory holds the relations of.</summary>
    protected const int LargestCollection = 2_000_000;

    /// <summary>More than any model nests tuples and sets.</summary>
    private const int DeepestValue = 50;

    /// <summary>Lets a value pass that can be kept.</summary>
    private static Value Limited(Value value, SourceSpot at)
    {
        if (value.Nesting > DeepestValue)
        {
            throw new CatException(at, $"this value is nested too deeply (more than {DeepestValue} levels)");
        }

        return value is not CollectionValue { Items.Count: > LargestCollection } ? value
            : throw new CatException(at, string.Create(CultureInfo.InvariantCulture, $"this set has more than {LargestCollection} elements"));
    }

    private Value MakeSet(SetExpression set, Environment environment)
    {
        Value[] values = EvaluateAll(set.Items, environment);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i].Kind is ValueKind.Universe or ValueKind.Function or ValueKind.Procedure)
            {
                throw Mismatch(set.Items[i].At, "an element of a set", values[i]);
            }

            if (values[i].Kind != values[0].Kind && values[i].Kind != ValueKind.Unknown && values[0].Kind != ValueKind.Unknown
                && values[i].Kind != ValueKind.Empty && values[0].Kind != ValueKind.Empty)
            {
                throw Mismatch(set.Items[i].At, $"{values[0].Kind.Describe()} like the first element", values[i]);
            }
        }

        if (values.Length == 0)
        {
            return PolymorphicValue.Empty;
        }

        if (!Array.TrueForAll(values, value => value.IsConcrete))
        {
            return values.Length == 1 && !values[0].IsUncertain ? Limited(new SingletonValue(values[0]), set.At) : Defer(set, environment);
        }

        return values[0].Kind switch
        {
            ValueKind.Event => Union(true, [EmptyOf(true), .. values.Select(Single)]),
            ValueKind.Pair => Union(false, [EmptyOf(false), .. values.Select(Single)]),
            _ => Limited(CollectionValue.Of(values), set.At),
        };
    }

    private Value? AddAll(ChainExpression chain, Value[] values)
    {
        Value? result = values[^1];
        for (int i = values.Length - 2; i >= 0 && result is not null; i--)
        {
            result = Add(values[i], result, chain.Operands[i].At);
        }

        return result;
    }

    /// <summary>A set with one more element.</summary>
    private Value? Add(Value element, Value set, SourceSpot at)
    {
        if (element.Kind is ValueKind.Universe or ValueKind.Function or ValueKind.Procedure)
        {
            throw Mismatch(at, "an element of a set", element);
        }

        if (set.Kind == ValueKind.Universe)
        {
            return set;
        }

        if (set.Kind == ValueKind.Empty && !element.IsConcrete)
        {
            return element.IsUncertain ? null : Limited(new SingletonValue(element), at);
        }

        if (!element.IsConcrete || !set.IsConcrete)
        {
            return null;
        }

        return (element, set) switch
        {
            (EventValue or PairValue, { Kind: ValueKind.Empty }) => Single(element),
            (_, { Kind: ValueKind.Empty }) => Limited(CollectionValue.Empty.Add(element), at),
            (_, CollectionValue collection) => Limited(collection.Add(element), at),
            (EventValue, SetValue) => Union(true, [set, Single(element)]),
            (PairValue, RelationValue) => Union(false, [set, Single(element)]),
            (TupleValue { Items: [EventValue from, EventValue to] }, RelationValue) => Union(false, [set, Single(new PairValue(from.Index, to.Index))]),
            (_, SetValue) => throw Mismatch(at, "an event", element),
            (_, RelationValue) => throw Mismatch(at, "a pair of events", element),
            _ => throw Mismatch(at, "a set after '++'", set),
        };
    }
}
