namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>ASIDs: the highest bits both of a table base register and of the operand of a TLBI (Arm ARM, TTBR0_EL1 and TLBI ASIDE1).</summary>
internal static class AddressSpaceId
{
    /// <summary>How many bits there are.</summary>
    public const int Width = 16;

    private const int Lowest = 48;

    /// <summary>The one that a register holds.</summary>
    public static int Of(ulong register) => (int)(register >> Lowest);

    /// <summary>A register that holds one and nothing else.</summary>
    public static ulong Register(ulong asid) => asid << Lowest;
}
