using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>The functions of the language.</content>
internal abstract partial class Interpreter
{
    /// <summary>What the structure has under a name.</summary>
    protected abstract Value OfStructure(string name, SourceSpot at);

    /// <summary>A function that makes a set of sets; null if it needs to know the events and they are not known.</summary>
    protected abstract Value? Enumerate(Primitive primitive, Value argument, SourceSpot at);

    /// <summary>The name of the set of events that have a tag.</summary>
    public static string SetOfTag(string tag) => char.ToUpperInvariant(tag[0]) + tag[1..];

    /// <summary>The name under which a structure has the events of a location that a tag names.</summary>
    public static string SetOfLocation(string tag) => $"loc:{tag}";

    private Value Call(Value function, Value argument, ApplyExpression apply, Environment environment)
    {
        if (function.Kind == ValueKind.Unknown)
        {
            return Defer(apply, environment);
        }

        if (function is not PrimitiveValue { Primitive: var primitive })
        {
            throw Mismatch(apply.Function.At, "a function", function);
        }

        SourceSpot at = apply.Argument.At;
        switch (primitive)
        {
            case Primitive.Domain or Primitive.Range or Primitive.AsTransitive when argument.Kind is ValueKind.Empty or ValueKind.Universe:
                return argument;
            case Primitive.Domain:
                return Domain(AsRelation(argument, at));
            case Primitive.Range:
                return Range(AsRelation(argument, at));
            case Primitive.AsTransitive:
                return Plus(AsRelation(argument, at));
            case Primitive.OutputAddressChanges or Primitive.AtLeastOneWritable when argument is TupleValue { Items: [var writes, var before] }:
                return Overwriting(primitive, AsSet(writes, at), AsRelation(before, at), apply.Function.At);
            case Primitive.OutputAddressChanges when argument.Kind == ValueKind.Unknown:
                return Defer(apply, environment);
            case Primitive.OutputAddressChanges:
                throw Mismatch(at, "a set of events and a relation", argument);
            case Primitive.OverClasses:
                throw new CatException(apply.Function.At, "relations between sets of events are not supported");
            case Primitive.DifferentValues or Primitive.SameOutputAddress or Primitive.AtLeastOneWritable:
                Value filter = AsRelation(OfStructure(Primitives.NameOf(primitive), apply.Function.At), apply.Function.At);
                return Intersection(AsRelation(argument, at), filter);
            case Primitive.FromTo:
                return Around(AsSet(argument, at), apply.Function.At);
            case Primitive.Fail:
                throw new CatException(apply.At, $"the model fails on {argument.Kind.Describe()}");
            case Primitive.TagToEvents or Primitive.TagToRelation or Primitive.TagToFenced or Primitive.LocationToEvents:
                return argument.Kind == ValueKind.Unknown ? Defer(apply, environment) : OfTag(primitive, argument, at);
            default:
                return Enumerate(primitive, argument, apply.At) ?? Defer(apply, environment);
        }
    }

    private Value OfTag(Primitive primitive, Value argument, SourceSpot at)
    {
        if (argument is not TagValue { Tag: var tag })
        {
            throw Mismatch(at, "a tag", argument);
        }

        return primitive switch
        {
            Primitive.TagToEvents => AsSet(OfStructure(SetOfTag(tag), at), at),
            Primitive.TagToRelation => AsRelation(OfStructure(tag, at), at),
            Primitive.TagToFenced => Around(AsSet(OfStructure(SetOfTag(tag), at), at), at),
            _ => AsSet(OfStructure(SetOfLocation(tag), at), at),
        };
    }

    /// <summary>
    /// The writes of a set to descriptors that have exactly one predecessor, and of which something holds together with it; an older form of the functions
    /// over relations.
    /// </summary>
    private Value Overwriting(Primitive primitive, Value writes, Value before, SourceSpot at)
    {
        Value several = Domain(Intersection(before, Sequence([before, Complement(Identity())])));
        Value candidates = Intersection(writes, Intersection(AsSet(OfStructure("W", at), at), AsSet(OfStructure("PTE", at), at)));
        Value pairs = primitive == Primitive.OutputAddressChanges
            ? Difference(before, AsRelation(OfStructure(Primitives.NameOf(Primitive.SameOutputAddress), at), at))
            : Intersection(before, AsRelation(OfStructure(Primitives.NameOf(primitive), at), at));
        return Intersection(Difference(candidates, several), Domain(pairs));
    }

    /// <summary>What is before an event of a set in program order, with what is after it.</summary>
    private Value Around(Value set, SourceSpot at)
    {
        Value order = AsRelation(OfStructure("po", at), at);
        return Sequence([order, ToIdentity(set), order]);
    }
}
