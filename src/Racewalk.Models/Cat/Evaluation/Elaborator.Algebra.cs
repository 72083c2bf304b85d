using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>Operations make nodes.</content>
internal sealed partial class Elaborator
{
    protected override Value EmptyOf(bool isSet) => new NodeValue(table.Empty(isSet));

    protected override Value UniverseOf(bool isSet) => new NodeValue(table.Universe(isSet));

    protected override Value Identity() => new NodeValue(table.Identity());

    protected override Value Single(Value element) =>
        throw new InvalidOperationException("Single events are not known before there is a structure.");

    protected override Value Convert(Value unknown, bool isSet, SourceSpot at) =>
        new NodeValue(table.Converted(((DeferredValue)unknown).Node, isSet, at));

    protected override Value Union(bool isSet, List<Value> operands) => new NodeValue(table.Union(isSet, operands.Select(Node)));

    protected override Value Intersection(Value left, Value right) => new NodeValue(table.Intersection(Node(left), Node(right)));

    protected override Value Difference(Value left, Value right) => new NodeValue(table.Difference(Node(left), Node(right)));

    protected override Value Complement(Value operand) => new NodeValue(table.Complement(Node(operand)));

    protected override Value Sequence(List<Value> relations) => new NodeValue(table.Sequence(relations.Select(Node)));

    protected override Value Product(Value from, Value to) => new NodeValue(table.Product(Node(from), Node(to)));

    protected override Value Inverse(Value relation) => new NodeValue(table.Inverse(Node(relation)));

    protected override Value Plus(Value relation) => new NodeValue(table.Plus(Node(relation)));

    protected override Value Option(Value relation) => new NodeValue(table.Option(Node(relation)));

    protected override Value ToIdentity(Value set) => new NodeValue(table.ToIdentity(Node(set)));

    protected override Value Domain(Value relation) => new NodeValue(table.Domain(Node(relation)));

    protected override Value Range(Value relation) => new NodeValue(table.Range(Node(relation)));

    private static Node Node(Value value) => ((NodeValue)value).Node;
}
