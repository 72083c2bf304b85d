using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Cat.Values;

/// <summary>A value of the cat language. Never changed once made.</summary>
internal abstract class Value
{
    public abstract ValueKind Kind { get; }

    /// <summary>Whether the value is fully known without any events.</summary>
    public virtual bool IsConcrete => true;

    /// <summary>Whether it is not even known what type the value has, or a part of it.</summary>
    public virtual bool IsUncertain => false;

    /// <summary>How deep tuples and sets of values are nested in each other; all that descends into values relies on it being small.</summary>
    public virtual int Nesting => 0;
}

/// <summary><c>{}</c> and <c>_</c>.</summary>
internal sealed class PolymorphicValue : Value
{
    public static readonly PolymorphicValue Empty = new(ValueKind.Empty);

    public static readonly PolymorphicValue Universe = new(ValueKind.Universe);

    private PolymorphicValue(ValueKind kind) => Kind = kind;

    public override ValueKind Kind { get; }
}

/// <summary>A set or relation that a node of the graph computes.</summary>
internal sealed class NodeValue(Node node) : Value
{
    public Node Node { get; } = node;

    public override ValueKind Kind => Node.IsSet ? ValueKind.Set : ValueKind.Relation;

    public override bool IsConcrete => false;
}

/// <summary>A value of some type that is interpreted when there are events.</summary>
internal sealed class DeferredValue(Node node) : Value
{
    public Node Node { get; } = node;

    public override ValueKind Kind => ValueKind.Unknown;

    public override bool IsConcrete => false;

    public override bool IsUncertain => true;
}

/// <summary>A set whose only element is not known without events.</summary>
internal sealed class SingletonValue(Value element) : Value
{
    public Value Element { get; } = element;

    public override ValueKind Kind => ValueKind.Collection;

    public override bool IsConcrete => false;

    public override int Nesting { get; } = element.Nesting + 1;
}

/// <summary>An event.</summary>
internal sealed class EventValue(int index) : Value
{
    public int Index { get; } = index;

    public override ValueKind Kind => ValueKind.Event;
}

/// <summary>A pair of events, an element of a relation.</summary>
internal sealed class PairValue(int from, int to) : Value
{
    public int From { get; } = from;

    public int To { get; } = to;

    public override ValueKind Kind => ValueKind.Pair;
}

/// <summary>A set of events.</summary>
internal sealed class SetValue(EventBits bits) : Value
{
    public EventBits Bits { get; } = bits;

    public override ValueKind Kind => ValueKind.Set;
}

/// <summary>A relation.</summary>
internal sealed class RelationValue(EventMatrix matrix) : Value
{
    public EventMatrix Matrix { get; } = matrix;

    public override ValueKind Kind => ValueKind.Relation;
}

/// <summary>A set of values that are not events or pairs, in a fixed order.</summary>
internal sealed class CollectionValue(ImmutableSortedSet<Value> items, int nesting) : Value
{
    public static readonly CollectionValue Empty = new(ImmutableSortedSet.Create<Value>(ValueOrder.Instance), 1);

    public ImmutableSortedSet<Value> Items { get; } = items;

    public override ValueKind Kind => ValueKind.Collection;

    public override int Nesting => nesting;

    /// <summary>The set of some values.</summary>
    public static CollectionValue Of(IEnumerable<Value> values)
    {
        ImmutableSortedSet<Value> items = Empty.Items.Union(values);
        return new CollectionValue(items, 1 + (items.IsEmpty ? 0 : items.Max(item => item.Nesting)));
    }

    /// <summary>This set with one more value.</summary>
    public CollectionValue Add(Value value) => new(Items.Add(value), Math.Max(nesting, value.Nesting + 1));

    /// <summary>A set of some of these values, and of some of another set's.</summary>
    public CollectionValue With(ImmutableSortedSet<Value> items, CollectionValue? other = null) =>
        new(items, Math.Max(nesting, other?.Nesting ?? 0));
}

/// <summary>A tag and the enumeration that it belongs to.</summary>
internal sealed class TagValue(string enumeration, string tag) : Value
{
    public string Enumeration { get; } = enumeration;

    public string Tag { get; } = tag;

    public override ValueKind Kind => ValueKind.Tag;
}

/// <summary>A tuple.</summary>
internal sealed class TupleValue(Value[] items) : Value
{
    public Value[] Items { get; } = items;

    public override ValueKind Kind => ValueKind.Tuple;

    public override bool IsConcrete { get; } = Array.TrueForAll(items, item => item.IsConcrete);

    public override bool IsUncertain { get; } = Array.Exists(items, item => item.IsUncertain);

    public override int Nesting { get; } = 1 + items.Select(item => item.Nesting).DefaultIfEmpty().Max();
}

/// <summary>A function of the model, and what the names in it mean.</summary>
internal sealed class FunctionValue(FunctionExpression function, Environment environment) : Value
{
    public FunctionExpression Function { get; } = function;

    /// <summary>Set once more when the function is recursive, before anybody can call it.</summary>
    public Environment Environment { get; set; } = environment;

    public override ValueKind Kind => ValueKind.Function;
}

/// <summary>A function of the language.</summary>
internal sealed class PrimitiveValue(Primitive primitive) : Value
{
    public Primitive Primitive { get; } = primitive;

    public override ValueKind Kind => ValueKind.Function;
}

/// <summary>A procedure.</summary>
internal sealed class ProcedureValue(ProcedureInstruction procedure, Environment environment) : Value
{
    public ProcedureInstruction Procedure { get; } = procedure;

    public Environment Environment { get; set; } = environment;

    public override ValueKind Kind => ValueKind.Procedure;
}
