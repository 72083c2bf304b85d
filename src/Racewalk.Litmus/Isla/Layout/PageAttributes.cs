namespace Racewalk.Litmus.Isla.Layout;

/// <summary>The bits of a stage 1 page or block descriptor beside its address and type.</summary>
/// <param name="Bits">The bits where they are in the descriptor.</param>
public readonly record struct PageAttributes(ulong Bits)
{
    private const ulong AccessFlag = 1UL << 10;

    // Names as in the Arm ARM, D8.3.1.2 VMSAv8-64 block and page descriptor formats.
    private static readonly (string Name, int Lowest, int Width)[] s_fields =
    [
        ("AttrIndx", 2, 3),
        ("NS", 5, 1),
        ("AP", 6, 2),
        ("SH", 8, 2),
        ("AF", 10, 1),
        ("nG", 11, 1),
        ("Contiguous", 52, 1),
        ("PXN", 53, 1),
        ("UXN", 54, 1),
    ];

    /// <summary>Those of data: everybody reads and writes (AP 0b01), accessed, global.</summary>
    public static PageAttributes Data { get; } = new(AccessFlag | (1UL << 6));

    /// <summary>Those of code: everybody reads (AP 0b11), accessed, global.</summary>
    public static PageAttributes Code { get; } = new(AccessFlag | (3UL << 6));

    /// <summary>How many bits a field has; 0 if there is none of this name.</summary>
    public static int WidthOf(string field) => Find(field).Width;

    /// <summary>The same but for one field.</summary>
    public PageAttributes With(string field, ulong value)
    {
        (_, int lowest, int width) = Find(field);
        ulong mask = (1UL << width) - 1;
        return new PageAttributes((Bits & ~(mask << lowest)) | ((value & mask) << lowest));
    }

    private static (string Name, int Lowest, int Width) Find(string field) => Array.Find(s_fields, f => string.Equals(f.Name, field, StringComparison.Ordinal));
}
