namespace Racewalk.Litmus.Semantics;

/// <summary>
/// Page-table descriptors as values. The bits are those of a stage-1 page descriptor of the VMSAv8-64 format (Arm ARM, D8.3), so that code can set and test
/// them; memory attributes, which the format keeps in other registers as well, have a code of their own in the eight highest bits, which is never 0.
/// </summary>
public static class Descriptor
{
    /// <summary>Bit 0: the entry is valid.</summary>
    public const ulong Valid = 1;

    /// <summary>Bit 1: a page and no reserved value, at the last level; above it a table and no block.</summary>
    public const ulong Page = 1UL << 1;

    /// <summary>Bit 6, AP[1]: code at EL0 may use the page.</summary>
    public const ulong User = 1UL << 6;

    /// <summary>Bit 7, AP[2]: the page is read-only; herd's field db is its opposite.</summary>
    public const ulong ReadOnly = 1UL << 7;

    /// <summary>Bit 10, AF: the access flag.</summary>
    public const ulong AccessFlag = 1UL << 10;

    /// <summary>Bit 51, DBM: the hardware may make the page writable when it is written (FEAT_HAFDBS).</summary>
    public const ulong DirtyModifier = 1UL << 51;

    /// <summary>Bit 54, UXN: the page's contents are no code.</summary>
    public const ulong NoExecute = 1UL << 54;

    private const int AttributesShift = 56;

    private const ulong Fields = Valid | Page | User | ReadOnly | AccessFlag | DirtyModifier | NoExecute | Granule.AddressMask;

    /// <summary>Whether a value is a descriptor that a test could write down: a page, with attributes, and no other bits than those of the fields.</summary>
    public static bool Is(ulong value) =>
        MemoryAttributes.IsCode(AttributesOf(value)) && Has(value, Page) && (value & ((1UL << AttributesShift) - 1) & ~Fields) == 0;

    /// <summary>The address that a descriptor points to.</summary>
    public static ulong OutputOf(ulong descriptor) => descriptor & Granule.AddressMask;

    /// <summary>The code of a descriptor's memory attributes.</summary>
    public static int AttributesOf(ulong descriptor) => (int)(descriptor >> AttributesShift);

    /// <summary>Whether a descriptor has all of some bits.</summary>
    public static bool Has(ulong descriptor, ulong bits) => (descriptor & bits) == bits;

    /// <summary>Whether code may write through a descriptor, or the hardware may let it.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="management">What the hardware updates.</param>
    public static bool IsWritable(ulong descriptor, HardwareManagement management) =>
        (Has(descriptor, AccessFlag) || management != HardwareManagement.None)
        && (!Has(descriptor, ReadOnly) || (Has(descriptor, DirtyModifier) && management == HardwareManagement.Dirty));

    /// <summary>A descriptor with herd's default fields: valid, accessed, writable, for EL0 as well, executable.</summary>
    /// <param name="output">The address of the page.</param>
    /// <param name="attributes">The code of the attributes.</param>
    public static ulong Default(ulong output, int attributes) => output | Valid | Page | User | AccessFlag | ((ulong)attributes << AttributesShift);
}

/// <summary>What the hardware updates in a descriptor instead of a fault (FEAT_HAFDBS; TCR_EL1.HA and .HD).</summary>
public enum HardwareManagement : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The access flag.</summary>
    AccessFlag,

    /// <summary>The access flag and, by the dirty bit modifier, the permission to write.</summary>
    Dirty,
}
