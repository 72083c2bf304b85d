using System.Collections.Immutable;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>How sets of values are taken apart.</summary>
internal static class Collections
{
    /// <summary>Takes the first element, or one in the middle, out of a set.</summary>
    public static SplitParts Split(CollectionValue set, bool inTheMiddle)
    {
        ImmutableSortedSet<Value> items = set.Items;
        if (items.IsEmpty)
        {
            return SplitParts.OfEmpty;
        }

        int middle = inTheMiddle ? items.Count / 2 : 0;
        Value element = items[middle];
        ImmutableSortedSet<Value> before = CollectionValue.Empty.Items;
        ImmutableSortedSet<Value> after = items.Remove(element);
        for (int i = 0; i < middle; i++)
        {
            before = before.Add(items[i]);
            after = after.Remove(items[i]);
        }

        return new SplitParts(set.With(before), element, set.With(after));
    }
}
