using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>Conditions.</content>
internal abstract partial class Interpreter
{
    /// <summary>Whether a condition holds; null if that cannot be said yet.</summary>
    public bool? Decide(Condition condition, Environment environment) => condition switch
    {
        VariantCondition variant => HasVariant(variant.Variant),
        NotCondition not => !Decide(not.Operand, environment),
        AllCondition all => Array.TrueForAll(all.Operands, operand => Decide(operand, environment) == true),
        AnyCondition any => Array.Exists(any.Operands, operand => Decide(operand, environment) == true),
        ComparisonCondition comparison => Compare(comparison, environment),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} is no condition."),
    };

    private bool? Compare(ComparisonCondition comparison, Environment environment)
    {
        Value left = Evaluate(comparison.Left, environment);
        Value right = Evaluate(comparison.Right, environment);
        if (!left.IsConcrete || !right.IsConcrete)
        {
            return null;
        }

        return comparison.Comparison switch
        {
            Comparison.Equal => AreEqual(left, right),
            Comparison.Subset => IsSubset(left, right, comparison),
            _ => IsMember(left, right, comparison),
        };
    }

    private bool AreEqual(Value left, Value right) =>
        ValueOrder.Instance.Compare(Universe(left, right), Universe(right, left)) == 0;

    private bool IsSubset(Value left, Value right, ComparisonCondition comparison)
    {
        if (left.Kind == ValueKind.Empty || right.Kind == ValueKind.Universe)
        {
            return true;
        }

        return (Universe(left, right), right) switch
        {
            (SetValue a, SetValue b) => a.Bits.IsSubsetOf(b.Bits),
            (RelationValue a, RelationValue b) => a.Matrix.IsSubsetOf(b.Matrix),
            (CollectionValue a, CollectionValue b) => a.Items.IsSubsetOf(b.Items),
            (SetValue a, { Kind: ValueKind.Empty }) => a.Bits.IsEmpty,
            (RelationValue a, { Kind: ValueKind.Empty }) => a.Matrix.IsEmpty,
            (CollectionValue a, { Kind: ValueKind.Empty }) => a.Items.IsEmpty,
            _ => throw Mismatch(comparison.Right.At, left.Kind.Describe(), right),
        };
    }

    private bool IsMember(Value left, Value right, ComparisonCondition comparison) => (left, right) switch
    {
        (_, { Kind: ValueKind.Empty }) => false,
        (EventValue or PairValue, { Kind: ValueKind.Universe }) => true,
        (EventValue e, SetValue set) => set.Bits[e.Index],
        (PairValue pair, RelationValue relation) => relation.Matrix[pair.From, pair.To],
        (TupleValue { Items: [EventValue from, EventValue to] }, RelationValue relation) => relation.Matrix[from.Index, to.Index],
        (_, CollectionValue collection) when collection.Items.IsEmpty || collection.Items[0].Kind == left.Kind => collection.Items.Contains(left),
        _ => throw Mismatch(comparison.Right.At, $"a set that can contain {left.Kind.Describe()}", right),
    };

    private Value Universe(Value value, Value other) => (value.Kind, other.Kind) switch
    {
        (ValueKind.Universe, ValueKind.Set) => UniverseOf(true),
        (ValueKind.Universe, ValueKind.Relation) => UniverseOf(false),
        _ => value,
    };
}
