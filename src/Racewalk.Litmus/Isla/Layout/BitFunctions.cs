namespace Racewalk.Litmus.Isla.Layout;

/// <summary>The functions that know nothing but bits. Those of the setup language have the names of Sail's.</summary>
internal static class BitFunctions
{
    // The highest bit of a page's number is one more than 48-bit addresses have: isla takes bits 48 to 12.
    private const int PageHigh = 48;
    private const int PageLow = 12;

    private static readonly Dictionary<string, BitFunction> s_functions = new(StringComparer.Ordinal)
    {
        ["extz"] = a => Extend(a, isSigned: false),
        ["exts"] = a => Extend(a, isSigned: true),
        ["zero_extend"] = a => Extend(a, isSigned: false),
        ["sign_extend"] = a => Extend(a, isSigned: true),
        ["page"] = a => Slice(a, PageHigh, PageLow),
        ["PAGE"] = a => Slice(a, PageHigh, PageLow),
        ["PAGEOFF"] = a => Slice(a, PageLow - 1, 0),
        ["bvand"] = a => Combine(a, (x, y) => x & y),
        ["bvor"] = a => Combine(a, (x, y) => x | y),
        ["bvxor"] = a => Combine(a, (x, y) => x ^ y),
        ["bvlshr"] = a => Combine(a, (x, y) => y < 64 ? x >> (int)y : 0),
        ["bvshl"] = a => Combine(a, (x, y) => y < 64 ? x << (int)y : 0),
        ["add_bits"] = a => Combine(a, (x, y) => x + y),
        ["sub_bits"] = a => Combine(a, (x, y) => x - y),
        ["add_bits_int"] = a => Combine(a, (x, y) => x + y),
        ["sub_bits_int"] = a => Combine(a, (x, y) => x - y),
    };

    /// <summary>A function by its name, or null.</summary>
    public static BitFunction? Find(string name) => s_functions.GetValueOrDefault(name);

    private static BitValue Extend(CallArguments arguments, bool isSigned)
    {
        arguments.Allow(2);
        BitValue value = arguments.BitsAt(0);
        int width = arguments.SmallAt(1, 64);
        if (width < value.Width)
        {
            throw arguments.Error($"{value.Kind} cannot be extended to {width}");
        }

        bool isNegative = isSigned && (value.Value >> (value.Width - 1)) != 0;
        return BitValue.Bits(isNegative ? value.Value | ~BitValue.Mask(value.Width) : value.Value, width);
    }

    private static BitValue Slice(CallArguments arguments, int high, int low)
    {
        arguments.Allow(1);
        BitValue value = arguments.BitsAt(0);
        return value.Width > high
            ? BitValue.Bits(value.Value >> low, high - low + 1)
            : throw arguments.Error($"{arguments.Function} takes bits {high} to {low}, found {value.Kind}");
    }

    private static BitValue Combine(CallArguments arguments, Func<ulong, ulong, ulong> operation)
    {
        (BitValue left, BitValue right) = arguments.Pair();
        return left.IsBits
            ? BitValue.Bits(operation(left.Value, right.Value), left.Width)
            : throw arguments.Error($"{arguments.Function} takes bits, found {left.Kind}");
    }
}
