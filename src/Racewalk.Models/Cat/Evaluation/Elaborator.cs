using System.Globalization;
using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>Turns expressions into nodes of a graph, before there are events.</summary>
internal sealed partial class Elaborator(NodeTable table, StructureNames names) : Interpreter
{
    private const int MostNodes = 300_000;

    private readonly Dictionary<string, string> _enumerationOfTag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CollectionValue> _enumerations = new(StringComparer.Ordinal);

    /// <summary>The enumeration that each tag belongs to.</summary>
    public IReadOnlyDictionary<string, string> EnumerationOfTag => _enumerationOfTag;

    /// <summary>The tags of each enumeration.</summary>
    public IReadOnlyDictionary<string, CollectionValue> Enumerations => _enumerations;

    protected override long MostSteps => 3_000_000;

    /// <summary>Adds an enumeration; a tag that another one has already belongs to the new one from now on.</summary>
    public CollectionValue DeclareTags(string enumeration, string[] tags)
    {
        var all = CollectionValue.Of(tags.Select(tag => new TagValue(enumeration, tag)));
        _enumerations[enumeration] = all;
        foreach (string tag in tags)
        {
            _enumerationOfTag[tag] = enumeration;
            names.DeclareTagSet(SetOfTag(tag));
        }

        return all;
    }

    protected override Value Lookup(NameExpression name, Environment environment) => table.Nodes.Count > MostNodes
        ? throw new CatException(name.At, string.Create(CultureInfo.InvariantCulture, $"the model has more than {MostNodes} different expressions"))
        : environment.TryFind(name.Name, out Thunk? value) ? value.Force()
        : TryPredefined(name.Name) ?? throw Unknown(name.Name, name.At);

    protected override Value OfStructure(string name, SourceSpot at) => names.Find(name) ?? throw Unknown(name, at);

    protected override Value Tag(TagExpression tag) => _enumerationOfTag.TryGetValue(tag.Tag, out string? enumeration)
        ? new TagValue(enumeration, tag.Tag)
        : throw new CatException(tag.At, $"no enumeration has the tag '{tag.Tag}");

    protected override CollectionValue AllTags(string enumeration) => _enumerations[enumeration];

    protected override bool HasVariant(string name) => names.HasVariant(name);

    protected override Value? Enumerate(Primitive primitive, Value argument, SourceSpot at) => null;

    protected override Value Defer(Expression expression, Environment environment) =>
        new DeferredValue(table.Deferred(new DeferredExpression(expression, environment), NodesOf(expression, environment)));

    protected override SplitParts? Split(Value set, bool inTheMiddle, SourceSpot at) => set switch
    {
        { Kind: ValueKind.Empty } or NodeValue { Node.Kind: NodeKind.Empty } => SplitParts.OfEmpty,
        CollectionValue collection => Collections.Split(collection, inTheMiddle),
        SingletonValue singleton => new SplitParts(PolymorphicValue.Empty, singleton.Element, PolymorphicValue.Empty),
        NodeValue or { Kind: ValueKind.Unknown } => null,
        _ => throw Mismatch(at, "a set to match", set),
    };

    /// <summary>Binds the parameters of a procedure; null if what the argument consists of is not known yet.</summary>
    public static Environment? Bind(Pattern pattern, Value argument, Environment environment, SourceSpot at) =>
        BindPattern(pattern, argument, environment, at);

    /// <summary>A primitive, or what the structure has.</summary>
    private Value? TryPredefined(string name) =>
        Primitives.TryFind(name, out Primitive primitive) ? new PrimitiveValue(primitive) : names.Find(name);
}
