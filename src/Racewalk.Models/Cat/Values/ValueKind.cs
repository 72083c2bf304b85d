namespace Racewalk.Models.Cat.Values;

internal enum ValueKind
{
    /// <summary><c>{}</c>, which is empty in every type.</summary>
    Empty,

    /// <summary><c>_</c>, all events or all pairs, whichever fits.</summary>
    Universe,
    Event,
    Pair,
    Set,
    Relation,
    Collection,
    Tag,
    Tuple,
    Function,
    Procedure,

    /// <summary>A value of whatever type that is known only when there are events.</summary>
    Unknown,
}

internal static class ValueKinds
{
    public static string Describe(this ValueKind kind) => kind switch
    {
        ValueKind.Empty => "the empty set",
        ValueKind.Universe => "'_'",
        ValueKind.Event => "an event",
        ValueKind.Pair => "a pair of events",
        ValueKind.Set => "a set of events",
        ValueKind.Relation => "a relation",
        ValueKind.Collection => "a set of values",
        ValueKind.Tag => "a tag",
        ValueKind.Tuple => "a tuple",
        ValueKind.Function => "a function",
        ValueKind.Procedure => "a procedure",
        _ => "a value of unknown type",
    };
}
