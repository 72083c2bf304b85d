namespace Racewalk.Models.Cat.Values;

/// <summary>The functions that are part of the language.</summary>
internal enum Primitive
{
    Domain,
    Range,
    AsTransitive,
    Classes,
    ClassesOfLocations,
    Linearisations,
    TagToEvents,
    TagToRelation,
    TagToFenced,
    FromTo,
    LocationToEvents,
    DifferentValues,
    SameOutputAddress,
    AtLeastOneWritable,
    OutputAddressChanges,

    /// <summary>Works on relations between sets of events, which there are not here.</summary>
    OverClasses,
    Fail,
}

internal static class Primitives
{
    private static readonly (string Name, Primitive Primitive)[] s_all =
    [
        ("domain", Primitive.Domain),
        ("range", Primitive.Range),
        ("as_transitive", Primitive.AsTransitive),
        ("classes", Primitive.Classes),
        ("classes-loc", Primitive.ClassesOfLocations),
        ("linearisations", Primitive.Linearisations),
        ("tag2events", Primitive.TagToEvents),
        ("tag2scope", Primitive.TagToRelation),
        ("tag2level", Primitive.TagToRelation),
        ("tag2fenced", Primitive.TagToFenced),
        ("fromto", Primitive.FromTo),
        ("loc2events", Primitive.LocationToEvents),
        ("different-values", Primitive.DifferentValues),
        ("same-oa", Primitive.SameOutputAddress),
        ("at-least-one-writable", Primitive.AtLeastOneWritable),
        ("oa-changes", Primitive.OutputAddressChanges),
        ("lift", Primitive.OverClasses),
        ("delift", Primitive.OverClasses),
        ("deliftinter", Primitive.OverClasses),
        ("bisimulation", Primitive.OverClasses),
        ("fail", Primitive.Fail),
    ];

    private static readonly Dictionary<string, Primitive> s_byName = s_all.ToDictionary(p => p.Name, p => p.Primitive, StringComparer.Ordinal);

    public static bool TryFind(string name, out Primitive primitive) => s_byName.TryGetValue(name, out primitive);

    /// <summary>The first name of a primitive, which is also that of the relation of a structure that a filter looks at.</summary>
    public static string NameOf(Primitive primitive) => Array.Find(s_all, p => p.Primitive == primitive).Name;
}
