using Racewalk.Executions;
using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>Computes deferred expressions over the events of a structure.</summary>
internal sealed partial class RuntimeInterpreter(CatProgram program, NodeValues nodes) : Interpreter
{
    protected override long MostSteps => 10_000_000;

    public Value Interpret(DeferredExpression deferred)
    {
        Restart();
        return Evaluate(deferred.Expression, deferred.Environment);
    }

    public EventBits ToSet(Value value, SourceSpot at) => ((SetValue)AsSet(value, at)).Bits;

    public EventMatrix ToRelation(Value value, SourceSpot at) => ((RelationValue)AsRelation(value, at)).Matrix;

    protected override Value Lookup(NameExpression name, Environment environment) =>
        environment.TryFind(name.Name, out Thunk? value) ? Concrete(value.Force())
        : Primitives.TryFind(name.Name, out Primitive primitive) ? new PrimitiveValue(primitive)
        : OfStructure(name.Name, name.At);

    protected override Value OfStructure(string name, SourceSpot at) => program.StructureNames.GetValueOrDefault(name) is { } value
        ? Concrete(value)
        : throw Unknown(name, at);

    protected override Value Tag(TagExpression tag) => program.EnumerationOfTag.TryGetValue(tag.Tag, out string? enumeration)
        ? new TagValue(enumeration, tag.Tag)
        : throw new CatException(tag.At, $"no enumeration has the tag '{tag.Tag}");

    protected override CollectionValue AllTags(string enumeration) => program.Enumerations[enumeration];

    protected override bool HasVariant(string name) => program.FixedVariants.Contains(name) || nodes.HasVariant(name);

    protected override Value Defer(Expression expression, Environment environment) =>
        throw new InvalidOperationException("Nothing is unknown when there are events.");

    protected override Value Convert(Value unknown, bool isSet, SourceSpot at) =>
        throw new InvalidOperationException("Nothing is unknown when there are events.");

    protected override SplitParts? Split(Value set, bool inTheMiddle, SourceSpot at)
    {
        switch (set)
        {
            case { Kind: ValueKind.Empty }:
                return SplitParts.OfEmpty;
            case CollectionValue collection:
                return Collections.Split(collection, inTheMiddle);
            case SetValue { Bits: var bits }:
                return bits.IsEmpty ? SplitParts.OfEmpty : Split(bits, inTheMiddle);
            case RelationValue { Matrix: var matrix }:
                return matrix.IsEmpty ? SplitParts.OfEmpty : Split(matrix, inTheMiddle);
            default:
                throw Mismatch(at, "a set to match", set);
        }
    }

    private static SplitParts Split(EventBits bits, bool inTheMiddle)
    {
        var before = new EventBits(bits.Count);
        var after = new EventBits(bits.Count);
        after.CopyFrom(bits);
        int element = bits.Next(0);
        for (int left = inTheMiddle ? bits.Size / 2 : 0; left > 0; left--)
        {
            before.Add(element);
            after.Remove(element);
            element = bits.Next(element + 1);
        }

        after.Remove(element);
        return new SplitParts(new SetValue(before), new EventValue(element), new SetValue(after));
    }

    private static SplitParts Split(EventMatrix matrix, bool inTheMiddle)
    {
        var before = new EventMatrix(matrix.Count);
        var after = new EventMatrix(matrix.Count);
        after.CopyFrom(matrix);
        (int from, int to) = (0, 0);
        matrix.TryNext(ref from, ref to);
        for (int left = inTheMiddle ? matrix.Size / 2 : 0; left > 0; left--)
        {
            before.Add(from, to);
            after.Remove(from, to);
            to++;
            matrix.TryNext(ref from, ref to);
        }

        after.Remove(from, to);
        return new SplitParts(new RelationValue(before), new PairValue(from, to), new RelationValue(after));
    }

    /// <summary>A value of the compiled model over the events.</summary>
    private Value Concrete(Value value) => value switch
    {
        NodeValue node => nodes.Known(node.Node),
        DeferredValue deferred => nodes.Known(deferred.Node),
        SingletonValue singleton => CollectionValue.Empty.Add(Concrete(singleton.Element)),
        TupleValue tuple when !tuple.IsConcrete => new TupleValue(Array.ConvertAll(tuple.Items, Concrete)),
        _ => value,
    };
}
