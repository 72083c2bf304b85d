using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>Operators.</content>
internal abstract partial class Interpreter
{
    /// <summary>All tags of an enumeration.</summary>
    protected abstract CollectionValue AllTags(string enumeration);

    private static Value TagToCollection(Value value) =>
        value is TagValue ? CollectionValue.Empty.Add(value) : value;

    private Value Unary(UnaryExpression unary, Environment environment)
    {
        Value operand = Evaluate(unary.Operand, environment);
        SourceSpot at = unary.Operand.At;
        bool empty = operand.Kind == ValueKind.Empty;
        switch (unary.Operator)
        {
            case UnaryOperator.Complement:
                return ComplementOf(unary, operand, environment);
            case UnaryOperator.Inverse when operand is PairValue pair:
                return new PairValue(pair.To, pair.From);
            case UnaryOperator.Identity:
                return empty ? operand : operand.Kind == ValueKind.Universe ? Identity() : ToIdentity(AsSet(operand, at));
            case UnaryOperator.Plus or UnaryOperator.Inverse when empty:
                return operand;
            case UnaryOperator.Star or UnaryOperator.Option when empty:
                return Identity();
        }

        if (operand.Kind == ValueKind.Universe)
        {
            return operand;
        }

        Value relation = AsRelation(operand, at);
        return unary.Operator switch
        {
            UnaryOperator.Plus => Plus(relation),
            UnaryOperator.Star => Option(Plus(relation)),
            UnaryOperator.Option => Option(relation),
            _ => Inverse(relation),
        };
    }

    private Value ComplementOf(UnaryExpression unary, Value operand, Environment environment) => operand.Kind switch
    {
        ValueKind.Empty => PolymorphicValue.Universe,
        ValueKind.Universe => PolymorphicValue.Empty,
        ValueKind.Set or ValueKind.Event => Complement(AsSet(operand, unary.At)),
        ValueKind.Relation or ValueKind.Pair => Complement(AsRelation(operand, unary.At)),
        ValueKind.Unknown => Defer(unary, environment),
        ValueKind.Tag or ValueKind.Collection when TagToCollection(operand) is CollectionValue { Items: [TagValue tag, ..] } tags =>
            tags.With(AllTags(tag.Enumeration).Items.Except(tags.Items)),
        _ => throw Mismatch(unary.Operand.At, "a set or a relation", operand),
    };

    private Value Chain(ChainExpression chain, Environment environment)
    {
        Value[] values = EvaluateAll(chain.Operands, environment);
        return chain.Operator switch
        {
            ChainOperator.Union => UnionOf(chain, values),
            ChainOperator.Add => AddAll(chain, values),
            ChainOperator.Sequence => SequenceOf(chain, values),
            ChainOperator.Product => Product(AsSet(values[0], chain.Operands[0].At), AsSet(values[1], chain.Operands[1].At)),
            _ => Fold(chain, values),
        } ?? Defer(chain, environment);
    }

    private Value? UnionOf(ChainExpression chain, Value[] values)
    {
        if (Array.Exists(values, value => value.Kind == ValueKind.Universe))
        {
            return PolymorphicValue.Universe;
        }

        var kept = new List<Value>();
        ValueKind type = ValueKind.Unknown;
        for (int i = 0; i < values.Length; i++)
        {
            Value value = TagToCollection(values[i]);
            if (value.Kind == ValueKind.Empty)
            {
                continue;
            }

            bool fits = value.Kind == ValueKind.Unknown
                || (value.Kind is ValueKind.Set or ValueKind.Relation or ValueKind.Collection && (type == ValueKind.Unknown || type == value.Kind));
            if (!fits)
            {
                throw Mismatch(chain.Operands[i].At, type == ValueKind.Unknown ? "a set or a relation" : type.Describe(), value);
            }

            type = value.Kind == ValueKind.Unknown ? type : value.Kind;
            kept.Add(value);
        }

        return type switch
        {
            _ when kept.Count == 0 => PolymorphicValue.Empty,
            _ when kept.Count == 1 => kept[0],
            ValueKind.Set => Union(true, kept.ConvertAll(value => AsSet(value, chain.At))),
            ValueKind.Relation => Union(false, kept.ConvertAll(value => AsRelation(value, chain.At))),
            ValueKind.Collection when kept.TrueForAll(value => value is CollectionValue) =>
                kept.Cast<CollectionValue>().Aggregate((all, next) => all.With(all.Items.Union(next.Items), next)),
            _ => null,
        };
    }

    private Value SequenceOf(ChainExpression chain, Value[] values)
    {
        var relations = new List<Value>();
        for (int i = 0; i < values.Length; i++)
        {
            relations.Add(AsRelation(values[i], chain.Operands[i].At));
        }

        return Array.Exists(values, value => value.Kind == ValueKind.Empty) ? PolymorphicValue.Empty : Sequence(relations);
    }

    private Value? Fold(ChainExpression chain, Value[] values)
    {
        Value? result = values[0];
        for (int i = 1; i < values.Length && result is not null; i++)
        {
            (Value left, Value right) = (TagToCollection(result), TagToCollection(values[i]));
            Require(left, chain.Operands[i - 1].At);
            Require(right, chain.Operands[i].At);
            result = chain.Operator == ChainOperator.Intersection
                ? IntersectionOf(left, right, chain.Operands[i].At)
                : DifferenceOf(left, right, chain.Operands[i].At);
        }

        return result;
    }

    private static void Require(Value value, SourceSpot at)
    {
        if (value.Kind is ValueKind.Event or ValueKind.Pair or ValueKind.Tuple or ValueKind.Function or ValueKind.Procedure)
        {
            throw Mismatch(at, "a set or a relation", value);
        }
    }

    private Value? IntersectionOf(Value left, Value right, SourceSpot at)
    {
        if (left.Kind == ValueKind.Universe || right.Kind == ValueKind.Universe)
        {
            return left.Kind == ValueKind.Universe ? right : left;
        }

        if (left.Kind == ValueKind.Empty || right.Kind == ValueKind.Empty)
        {
            return PolymorphicValue.Empty;
        }

        return Aligned(ref left, ref right, at) switch
        {
            ValueKind.Set or ValueKind.Relation => Intersection(left, right),
            ValueKind.Collection when left is CollectionValue a && right is CollectionValue b => a.With(a.Items.Intersect(b.Items)),
            _ => null,
        };
    }

    private Value? DifferenceOf(Value left, Value right, SourceSpot at)
    {
        switch (left.Kind, right.Kind)
        {
            case (ValueKind.Empty, _) or (_, ValueKind.Universe):
                return PolymorphicValue.Empty;
            case (_, ValueKind.Empty):
                return left;
            case (ValueKind.Universe, ValueKind.Set or ValueKind.Relation):
                return Complement(right);
            case (ValueKind.Universe, ValueKind.Collection) when right is CollectionValue { Items: [TagValue tag, ..] } tags:
                return tags.With(AllTags(tag.Enumeration).Items.Except(tags.Items));
            case (ValueKind.Universe, ValueKind.Unknown):
                return null;
        }

        return Aligned(ref left, ref right, at) switch
        {
            ValueKind.Set or ValueKind.Relation => Difference(left, right),
            ValueKind.Collection when left is CollectionValue a && right is CollectionValue b => a.With(a.Items.Except(b.Items)),
            _ => null,
        };
    }

    /// <summary>The common type of two operands; one whose type is not known takes that of the other.</summary>
    private ValueKind Aligned(ref Value left, ref Value right, SourceSpot at)
    {
        ValueKind type = left.Kind == ValueKind.Unknown ? right.Kind : left.Kind;
        if (right.Kind != ValueKind.Unknown && right.Kind != type)
        {
            throw Mismatch(at, type.Describe(), right);
        }

        if (type is ValueKind.Set or ValueKind.Relation)
        {
            left = type == ValueKind.Set ? AsSet(left, at) : AsRelation(left, at);
            right = type == ValueKind.Set ? AsSet(right, at) : AsRelation(right, at);
        }

        return type;
    }
}
