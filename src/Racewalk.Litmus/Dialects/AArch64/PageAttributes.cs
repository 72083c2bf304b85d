using System.Numerics;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>The bits of a stage 1 page or block descriptor beside its address and type.</summary>
/// <param name="Bits">The bits where they are in the descriptor.</param>
public readonly record struct PageAttributes(ulong Bits)
{
    // Names as in the Arm ARM, D8.3.1.2 VMSAv8-64 block and page descriptor formats.
    private static readonly (string Name, ulong Mask)[] s_fields =
    [
        ("AttrIndx", 7UL << 2),
        ("NS", 1UL << 5),
        ("AP", Descriptor.User | Descriptor.ReadOnly),
        ("SH", 3UL << 8),
        ("AF", Descriptor.AccessFlag),
        ("nG", PageDescriptor.NotGlobalBit),
        ("Contiguous", PageDescriptor.ContiguousBit),
        ("PXN", 1UL << 53),
        ("UXN", Descriptor.NoExecute),
    ];

    /// <summary>Those of data: everybody reads and writes (AP 0b01), accessed, global.</summary>
    public static PageAttributes Data { get; } = new(Descriptor.AccessFlag | Descriptor.User);

    /// <summary>Those of code: everybody reads (AP 0b11), accessed, global.</summary>
    public static PageAttributes Code { get; } = new(Descriptor.AccessFlag | Descriptor.ReadOnly | Descriptor.User);

    /// <summary>How many bits a field has; 0 if there is none of this name.</summary>
    public static int WidthOf(string field) => BitOperations.PopCount(MaskOf(field));

    /// <summary>The same but for one field.</summary>
    public PageAttributes With(string field, ulong value)
    {
        ulong mask = MaskOf(field);
        return new PageAttributes((Bits & ~mask) | ((value << BitOperations.TrailingZeroCount(mask)) & mask));
    }

    private static ulong MaskOf(string field) => Array.Find(s_fields, f => string.Equals(f.Name, field, StringComparison.Ordinal)).Mask;
}
