namespace Racewalk.Litmus.Semantics;

/// <summary>How an architecture lays out the descriptor of a page, so that code of tests can set and test its bits. Immutable.</summary>
public sealed record DescriptorFormat
{
    /// <summary>VMSAv8-64, as herd has it.</summary>
    public static DescriptorFormat Armv8 { get; } = new()
    {
        Fields =
        [
            new("af", Descriptor.AccessFlag, IsSetByDefault: true), new("db", Descriptor.ReadOnly, IsSetByDefault: false, IsInverted: true),
            new("dbm", Descriptor.DirtyModifier, IsSetByDefault: false), new("valid", Descriptor.Valid, IsSetByDefault: true),
            new("el0", Descriptor.User, IsSetByDefault: true), new("x", Descriptor.NoExecute, IsSetByDefault: false, IsInverted: true),
        ],
        Names = "oa, valid, af, db, dbm, el0, x and attrs",
        Valid = Descriptor.Valid,
        AccessFlag = Descriptor.AccessFlag,
        OutputMask = ((1UL << 48) - 1) & ~((1UL << 12) - 1),
        HasAttributes = true,
    };

    /// <summary>
    /// x86 with four levels: the last level's entry (Intel SDM, volume 3A, table 4-20: P, R/W, A, D). Bit 58, which the hardware ignores, tells an entry from an
    /// address.
    /// </summary>
    public static DescriptorFormat X86 { get; } = new()
    {
        Fields =
        [
            new("p", 1, IsSetByDefault: true), new("rw", 1UL << 1, IsSetByDefault: true), new("a", 1UL << 5, IsSetByDefault: true),
            new("d", 1UL << 6, IsSetByDefault: true),
        ],
        Names = "oa, p, rw, a and d",
        Valid = 1,
        AccessFlag = 1UL << 5,
        Dirty = 1UL << 6,
        Store = 1UL << 1,
        Mark = 1UL << 58,
        OutputMask = ((1UL << 52) - 1) & ~((1UL << 12) - 1),
    };

    /// <summary>
    /// Power's radix tree: a leaf with V and L, R and C, and the permissions of the encoded access authority (as arch/powerpc/include/asm/book3s/64/pgtable.h
    /// has the bits). L, which each leaf has, tells an entry from an address.
    /// </summary>
    public static DescriptorFormat PowerRadix { get; } = new()
    {
        Fields =
        [
            new("v", 1UL << 63, IsSetByDefault: true), new("r", 1UL << 8, IsSetByDefault: true), new("c", 1UL << 7, IsSetByDefault: true),
            new("read", 1UL << 2, IsSetByDefault: true), new("write", 1UL << 1, IsSetByDefault: true),
        ],
        Names = "oa, v, r, c, read and write",
        Valid = 1UL << 63,
        AccessFlag = 1UL << 8,
        Dirty = 1UL << 7,
        Load = 1UL << 2,
        Store = 1UL << 1,
        Mark = 1UL << 62,
        OutputMask = ((1UL << 57) - 1) & ~((1UL << 12) - 1),
    };

    /// <summary>The format of a dialect's descriptors.</summary>
    /// <param name="architecture">The dialect.</param>
    public static DescriptorFormat Of(string architecture) => architecture switch
    {
        "X86_64" => X86,
        "PPC" => PowerRadix,
        _ => Armv8,
    };

    /// <summary>The fields of one bit, in the order in which states show them.</summary>
    public required IReadOnlyList<DescriptorField> Fields { get; init; }

    /// <summary>What diagnostics say of the fields.</summary>
    public required string Names { get; init; }

    /// <summary>Without this bit the entry translates nothing.</summary>
    public required ulong Valid { get; init; }

    /// <summary>The bit that an access sets.</summary>
    public required ulong AccessFlag { get; init; }

    /// <summary>The bit that a store sets; 0 where it takes more than one to say so.</summary>
    public ulong Dirty { get; init; }

    /// <summary>What permits a load; 0: every valid entry does.</summary>
    public ulong Load { get; init; }

    /// <summary>What permits a store.</summary>
    public ulong Store { get; init; }

    /// <summary>What every descriptor of a test has.</summary>
    public ulong Mark { get; init; }

    /// <summary>The bits of the page's address.</summary>
    public required ulong OutputMask { get; init; }

    /// <summary>Whether descriptors have memory attributes.</summary>
    public bool HasAttributes { get; init; }

    /// <summary>Whether a value is a descriptor that a test could write down.</summary>
    public bool Is(ulong value) => HasAttributes
        ? Descriptor.Is(value)
        : (value & ~(OutputMask | Fields.Aggregate(0UL, static (bits, field) => bits | field.Bit))) == Mark;

    /// <summary>Whether an entry translates something.</summary>
    public bool IsValid(ulong value) => (value & Valid) != 0;

    /// <summary>Whether a value is a valid descriptor whose access flag the hardware could set.</summary>
    public bool IsOld(ulong value) => Is(value) && (value & (Valid | AccessFlag)) == Valid;

    /// <summary>The address that a descriptor points to.</summary>
    public ulong OutputOf(ulong descriptor) => descriptor & OutputMask;

    /// <summary>Whether code may write through a descriptor, or the hardware may let it.</summary>
    public bool IsWritable(ulong descriptor, HardwareManagement management) =>
        HasAttributes ? Descriptor.IsWritable(descriptor, management) : (descriptor & Store) != 0;

    /// <summary>A descriptor whose fields have their defaults.</summary>
    /// <param name="output">The address of the page.</param>
    /// <param name="attributes">The code of the memory attributes, where there are any.</param>
    public ulong Default(ulong output, int attributes = MemoryAttributes.Default) => HasAttributes
        ? Descriptor.Default(output, attributes)
        : Fields.Where(static f => f.IsSetByDefault).Aggregate(output | Mark, static (value, field) => value | field.Bit);
}
