using System.Collections.Immutable;
using System.Globalization;
using Racewalk.Executions;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>Functions that make sets of sets, and recursion over concrete values.</content>
internal sealed partial class RuntimeInterpreter
{
    protected override Value? Enumerate(Primitive primitive, Value argument, SourceSpot at)
    {
        switch (primitive)
        {
            case Primitive.Classes:
                return Classes(Matrix(AsRelation(argument, at)), null);
            case Primitive.ClassesOfLocations:
                return Classes(Matrix(AsRelation(OfStructure("loc", at), at)), Bits(AsSet(argument, at)));
            default:
                if (argument is not TupleValue { Items: [var set, var order] })
                {
                    throw Mismatch(at, "a set of events and a relation", argument);
                }

                return Linearisations(Bits(AsSet(set, at)), Matrix(AsRelation(order, at)), at);
        }
    }

    protected override Environment BindFixpoint(Binding[] bindings, Binding[] values, Environment environment, SourceSpot at)
    {
        var now = new Value[values.Length];
        Array.Fill(now, PolymorphicValue.Empty);
        while (true)
        {
            bool stable = true;
            for (int i = 0; i < values.Length; i++)
            {
                Value next = Evaluate(values[i].Value, WithValues(bindings, values, now, environment));
                stable &= HasNothingNew(now[i], next, values[i]);
                now[i] = next;
            }

            if (stable)
            {
                return WithValues(bindings, values, now, environment);
            }
        }
    }

    private static Environment WithValues(Binding[] bindings, Binding[] values, Value[] now, Environment environment)
    {
        for (int i = 0; i < values.Length; i++)
        {
            environment = environment.Bind(values[i].Pattern.Names[0], new Thunk(now[i]));
        }

        return BindFunctions(bindings, environment);
    }

    private static bool HasNothingNew(Value old, Value next, Binding binding) => (old, next) switch
    {
        (_, { Kind: ValueKind.Empty }) or ({ Kind: ValueKind.Universe }, _) => true,
        (SetValue a, SetValue b) => b.Bits.IsSubsetOf(a.Bits),
        (RelationValue a, RelationValue b) => b.Matrix.IsSubsetOf(a.Matrix),
        (CollectionValue a, CollectionValue b) => b.Items.IsSubsetOf(a.Items),
        (_, { Kind: ValueKind.Universe }) => false,
        ({ Kind: ValueKind.Empty }, SetValue or RelationValue or CollectionValue) => ValueOrder.Instance.Compare(old, next) == 0,
        _ => throw Mismatch(binding.Value.At, old.Kind == ValueKind.Empty ? "a set or a relation" : old.Kind.Describe(), next),
    };

    /// <summary>The classes of an equivalence, of the events of a set or else of all that it relates; the order is that of their first events.</summary>
    private static CollectionValue Classes(EventMatrix equivalence, EventBits? among)
    {
        var done = new EventBits(equivalence.Count);
        var classes = new List<Value>();
        for (int i = 0; i < equivalence.Count; i++)
        {
            if (done[i] || !equivalence[i, i] || among is { } all && !all[i])
            {
                continue;
            }

            var members = new EventBits(equivalence.Count);
            equivalence.Row(i).CopyTo(members.Words);
            if (among is not null)
            {
                members.IntersectWith(among);
            }

            members.Add(i);
            done.UnionWith(members);
            classes.Add(new SetValue(members));
        }

        return CollectionValue.Of(classes);
    }

    /// <summary>All total orders of a set that contain a relation, as far as that is about the set; none if it has a cycle.</summary>
    private static CollectionValue Linearisations(EventBits set, EventMatrix order, SourceSpot at)
    {
        int[] events = [.. set.Events()];
        var before = new EventMatrix(order.Count);
        before.CopyFrom(order);
        before.RestrictDomain(set);
        before.RestrictRange(set);
        before.CloseTransitively();
        ImmutableSortedSet<Value>.Builder found = CollectionValue.Empty.Items.ToBuilder();
        var left = new EventBits(order.Count);
        left.CopyFrom(set);
        Extend(events, before, left, new EventMatrix(order.Count), found, at);
        return CollectionValue.Empty.With(found.ToImmutable());
    }

    private static void Extend(
        int[] events, EventMatrix before, EventBits left, EventMatrix sofar, ImmutableSortedSet<Value>.Builder found, SourceSpot at)
    {
        if (left.IsEmpty)
        {
            var result = new EventMatrix(sofar.Count);
            result.CopyFrom(sofar);
            found.Add(new RelationValue(result));
            return;
        }

        if (found.Count > LargestCollection)
        {
            throw new CatException(at, string.Create(CultureInfo.InvariantCulture, $"there are more than {LargestCollection} orders"));
        }

        foreach (int next in events)
        {
            if (!left[next] || Array.Exists(events, other => left[other] && before[other, next]))
            {
                continue;
            }

            left.Remove(next);
            left.Words.CopyTo(sofar.Row(next));
            Extend(events, before, left, sofar, found, at);
            left.Add(next);
        }
    }
}
