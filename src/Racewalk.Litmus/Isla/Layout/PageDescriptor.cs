namespace Racewalk.Litmus.Isla.Layout;

/// <summary>
/// A stage 1 descriptor (Arm ARM, D8.3 Translation table descriptor formats): bit 0 valid, bit 1 table or page, [4:2] AttrIndx, 5 NS, [7:6] AP, [9:8] SH,
/// 10 AF, 11 nG, [47:12] address, 52 Contiguous, 53 PXN, 54 UXN.
/// </summary>
/// <param name="Value">The 64 bits.</param>
public readonly record struct PageDescriptor(ulong Value)
{
    private const ulong ValidBit = 1;
    private const ulong TableBit = 2;
    private const ulong AddressMask = Granule.AddressEnd - Granule.PageSize;

    /// <summary>Whether a translation goes on with it, as far as bit 0 says.</summary>
    public bool IsValid => (Value & ValidBit) != 0;

    /// <summary>The address of a table or a page, with the lower bits of a block's.</summary>
    public ulong Address => Value & AddressMask;

    /// <summary>The access flag; an entry of pages or blocks without it faults.</summary>
    public bool AccessFlag => (Value & (1UL << 10)) != 0;

    /// <summary>nG: whether what it translates belongs to one ASID.</summary>
    public bool IsNotGlobal => (Value & (1UL << 11)) != 0;

    /// <summary>AP[2:1]: 0b00 EL1 writes, 0b01 EL1 and EL0 write, 0b10 EL1 reads, 0b11 EL1 and EL0 read.</summary>
    public int AccessPermissions => (int)(Value >> 6) & 3;

    /// <summary>The descriptor of a table.</summary>
    public static PageDescriptor Table(ulong address) => new((address & AddressMask) | TableBit | ValidBit);

    /// <summary>The descriptor of a page, or of a block at a level above.</summary>
    public static PageDescriptor Leaf(ulong address, int level, PageAttributes attributes) =>
        new((address & AddressMask & ~(Granule.Size(level) - 1)) | attributes.Bits | (level == Granule.LastLevel ? TableBit : 0) | ValidBit);

    /// <summary>Whether it leads to a table at a level.</summary>
    public bool IsTable(int level) => IsValid && level < Granule.LastLevel && (Value & TableBit) != 0;

    /// <summary>Whether it is a page or a block at a level. A block at level 0 and a page without bit 1 are reserved and as good as invalid.</summary>
    public bool IsLeaf(int level) => IsValid && level > 0 && ((Value & TableBit) != 0) == (level == Granule.LastLevel);

    /// <summary>Whether a data access is permitted, as AP says with stage 1 alone and PAN off (Arm ARM, D8.4 Memory access control).</summary>
    /// <param name="exceptionLevel">Where the access is made; 0 is unprivileged.</param>
    /// <param name="isWrite">Whether it writes.</param>
    public bool Permits(int exceptionLevel, bool isWrite) => !(isWrite && AccessPermissions >= 2) && (exceptionLevel > 0 || (AccessPermissions & 1) != 0);
}
