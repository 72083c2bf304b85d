using Racewalk.Executions;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>Operations compute new sets and relations.</content>
internal sealed partial class RuntimeInterpreter
{
    protected override Value EmptyOf(bool isSet) => isSet ? new SetValue(new EventBits(nodes.Count)) : new RelationValue(new EventMatrix(nodes.Count));

    protected override Value UniverseOf(bool isSet)
    {
        Value all = EmptyOf(isSet);
        (all as SetValue)?.Bits.Fill();
        (all as RelationValue)?.Matrix.Fill();
        return all;
    }

    protected override Value Identity() => Change(EmptyOf(false), matrix => matrix.UnionWithIdentity());

    protected override Value Single(Value element)
    {
        if (element is EventValue { Index: var index })
        {
            var bits = new EventBits(nodes.Count);
            bits.Add(index);
            return new SetValue(bits);
        }

        var pair = (PairValue)element;
        return Make(matrix => matrix.Add(pair.From, pair.To));
    }

    protected override Value Union(bool isSet, List<Value> operands)
    {
        Value first = operands[0];
        for (int i = 1; i < operands.Count; i++)
        {
            Value next = operands[i];
            first = isSet ? Change(first, bits => bits.UnionWith(Bits(next))) : Change(first, matrix => matrix.UnionWith(Matrix(next)));
        }

        return first;
    }

    protected override Value Intersection(Value left, Value right) => left is SetValue
        ? Change(left, bits => bits.IntersectWith(Bits(right)))
        : Change(left, matrix => matrix.IntersectWith(Matrix(right)));

    protected override Value Difference(Value left, Value right) => left is SetValue
        ? Change(left, bits => bits.ExceptWith(Bits(right)))
        : Change(left, matrix => matrix.ExceptWith(Matrix(right)));

    protected override Value Complement(Value operand) => Difference(UniverseOf(operand is SetValue), operand);

    protected override Value Sequence(List<Value> relations)
    {
        Value result = relations[0];
        for (int i = 1; i < relations.Count; i++)
        {
            (Value first, Value second) = (result, relations[i]);
            result = Make(matrix => matrix.SetToComposition(Matrix(first), Matrix(second)));
        }

        return result;
    }

    protected override Value Product(Value from, Value to) => Make(matrix => matrix.SetToProduct(Bits(from), Bits(to)));

    protected override Value Inverse(Value relation) => Make(matrix => matrix.SetToInverse(Matrix(relation)));

    protected override Value Plus(Value relation) => Change(relation, matrix => matrix.CloseTransitively());

    protected override Value Option(Value relation) => Change(relation, matrix => matrix.UnionWithIdentity());

    protected override Value ToIdentity(Value set) => Make(matrix => matrix.SetToIdentity(Bits(set)));

    protected override Value Domain(Value relation)
    {
        var bits = new EventBits(nodes.Count);
        Matrix(relation).DomainTo(bits);
        return new SetValue(bits);
    }

    protected override Value Range(Value relation)
    {
        var bits = new EventBits(nodes.Count);
        Matrix(relation).RangeTo(bits);
        return new SetValue(bits);
    }

    private static EventBits Bits(Value value) => ((SetValue)value).Bits;

    private static EventMatrix Matrix(Value value) => ((RelationValue)value).Matrix;

    /// <summary>A changed copy of a set.</summary>
    private SetValue Change(Value value, Action<EventBits> change)
    {
        var copy = new EventBits(nodes.Count);
        copy.CopyFrom(Bits(value));
        change(copy);
        return new SetValue(copy);
    }

    /// <summary>A changed copy of a relation.</summary>
    private RelationValue Change(Value value, Action<EventMatrix> change)
    {
        var copy = new EventMatrix(nodes.Count);
        copy.CopyFrom(Matrix(value));
        change(copy);
        return new RelationValue(copy);
    }

    private RelationValue Make(Action<EventMatrix> fill)
    {
        var matrix = new EventMatrix(nodes.Count);
        fill(matrix);
        return new RelationValue(matrix);
    }
}
