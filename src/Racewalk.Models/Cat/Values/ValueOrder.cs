namespace Racewalk.Models.Cat.Values;

/// <summary>
/// A total order of values, so that the elements of a set have a fixed order. Relations that have an earlier pair that others lack come first.
/// </summary>
internal sealed class ValueOrder : IComparer<Value>
{
    public static readonly ValueOrder Instance = new();

    private ValueOrder()
    {
    }

    public int Compare(Value? x, Value? y)
    {
        if (ReferenceEquals(x, y))
        {
            return 0;
        }

        if (x is null || y is null)
        {
            return x is null ? -1 : 1;
        }

        return (x, y) switch
        {
            (PolymorphicValue { Kind: ValueKind.Empty }, _) => IsEmpty(y) ? 0 : -1,
            (_, PolymorphicValue { Kind: ValueKind.Empty }) => IsEmpty(x) ? 0 : 1,
            (EventValue a, EventValue b) => a.Index.CompareTo(b.Index),
            (PairValue a, PairValue b) => (a.From, a.To).CompareTo((b.From, b.To)),
            (SetValue a, SetValue b) => Words(a.Bits.Words, b.Bits.Words),
            (RelationValue a, RelationValue b) => Words(a.Matrix.Words, b.Matrix.Words),
            (TagValue a, TagValue b) => Tags(a, b),
            (CollectionValue a, CollectionValue b) => Lists([.. a.Items], [.. b.Items]),
            (TupleValue a, TupleValue b) => Lists(a.Items, b.Items),
            _ => x.Kind.CompareTo(y.Kind),
        };
    }

    private static bool IsEmpty(Value value) => value switch
    {
        PolymorphicValue => value.Kind == ValueKind.Empty,
        SetValue set => set.Bits.IsEmpty,
        RelationValue relation => relation.Matrix.IsEmpty,
        CollectionValue collection => collection.Items.IsEmpty,
        _ => false,
    };

    private static int Tags(TagValue a, TagValue b)
    {
        int order = string.CompareOrdinal(a.Enumeration, b.Enumeration);
        return order != 0 ? order : string.CompareOrdinal(a.Tag, b.Tag);
    }

    private static int Words(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int at = a.CommonPrefixLength(b);
        if (at == a.Length)
        {
            return 0;
        }

        ulong different = a[at] ^ b[at];
        return (a[at] & different & (~different + 1)) != 0 ? -1 : 1;
    }

    private static int Lists(Value[] a, Value[] b)
    {
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            int order = Instance.Compare(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}
