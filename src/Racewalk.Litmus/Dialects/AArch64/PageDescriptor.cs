using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// A stage 1 descriptor in memory (Arm ARM, D8.3 Translation table descriptor formats): bit 0 valid, bit 1 table or page, [4:2] AttrIndx, 5 NS, [7:6] AP,
/// [9:8] SH, 10 AF, 11 nG, [47:12] address, 52 Contiguous, 53 PXN, 54 UXN; of tables, [63:59] NSTable, APTable, UXNTable and PXNTable.
/// </summary>
/// <param name="Value">The 64 bits.</param>
public readonly record struct PageDescriptor(ulong Value)
{
    internal const ulong NotGlobalBit = 1UL << 11;
    internal const ulong ContiguousBit = 1UL << 52;
    private const ulong TableRestrictions = 0x1FUL << 59;

    /// <summary>Whether a translation goes on with it, as far as bit 0 says.</summary>
    public bool IsValid => Has(Descriptor.Valid);

    /// <summary>The address of a table or a page, with the lower bits of a block's.</summary>
    public ulong Address => Value & Granule.AddressMask;

    /// <summary>The access flag; an entry of pages or blocks without it faults.</summary>
    public bool AccessFlag => Has(Descriptor.AccessFlag);

    /// <summary>nG: whether what it translates belongs to one ASID.</summary>
    public bool IsNotGlobal => Has(NotGlobalBit);

    /// <summary>Whether a valid entry is one of several that a TLB may hold as one.</summary>
    public bool IsContiguous => IsValid && Has(ContiguousBit);

    /// <summary>Whether it has any of the bits by which a table restricts the permissions below it.</summary>
    public bool HasRestrictions => IsValid && Has(Descriptor.Page) && (Value & TableRestrictions) != 0;

    /// <summary>AP[2:1]: 0b00 EL1 writes, 0b01 EL1 and EL0 write, 0b10 EL1 reads, 0b11 EL1 and EL0 read.</summary>
    public int AccessPermissions => (Has(Descriptor.ReadOnly) ? 2 : 0) + (Has(Descriptor.User) ? 1 : 0);

    /// <summary>The descriptor of a table.</summary>
    public static PageDescriptor Table(ulong address) => new((address & Granule.AddressMask) | Descriptor.Page | Descriptor.Valid);

    /// <summary>The descriptor of a page, or of a block at a level above.</summary>
    public static PageDescriptor Leaf(ulong address, int level, PageAttributes attributes) =>
        new((address & Granule.AddressMask & ~Within(level)) | attributes.Bits | (level == Granule.LastLevel ? Descriptor.Page : 0) | Descriptor.Valid);

    /// <summary>Whether it leads to a table at a level.</summary>
    public bool IsTable(int level) => IsValid && level < Granule.LastLevel && Has(Descriptor.Page);

    /// <summary>Whether it is a page or a block at a level. A block at level 0 and a page without bit 1 are reserved and as good as invalid.</summary>
    public bool IsLeaf(int level) => IsValid && level > 0 && Has(Descriptor.Page) == (level == Granule.LastLevel);

    /// <summary>What a page or a block at a level translates an address to.</summary>
    public ulong Translate(ulong address, int level) => (Address & ~Within(level)) | (address & Within(level));

    /// <summary>Whether a data access is permitted, as AP says with stage 1 alone and PAN off (Arm ARM, D8.4 Memory access control).</summary>
    /// <param name="exceptionLevel">Where the access is made; 0 is unprivileged.</param>
    /// <param name="isWrite">Whether it writes.</param>
    public bool Permits(int exceptionLevel, bool isWrite) => !(isWrite && Has(Descriptor.ReadOnly)) && (exceptionLevel > 0 || Has(Descriptor.User));

    private static ulong Within(int level) => Granule.Size(level) - 1;

    private bool Has(ulong bit) => Descriptor.Has(Value, bit);
}
