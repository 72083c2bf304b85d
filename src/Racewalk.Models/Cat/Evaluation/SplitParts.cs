using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>A set taken apart: an element, and what is before and after it. There is no element if the set is empty.</summary>
internal readonly record struct SplitParts(Value Before, Value? Element, Value After)
{
    public static SplitParts OfEmpty => new(PolymorphicValue.Empty, null, PolymorphicValue.Empty);
}
