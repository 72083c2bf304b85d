namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>
/// The addresses of instructions, for code that keeps them in registers or memory. No location has such an address, so an access to one is an error.
/// </summary>
public static class CodeAddress
{
    private const ulong Tag = 0xC0DEUL << 48;
    private const ulong TagMask = 0xFFFFUL << 48;
    private const int ThreadShift = 32;

    /// <summary>The address of an instruction.</summary>
    /// <param name="thread">The thread whose code it is in.</param>
    /// <param name="index">Its place in the code, from 0.</param>
    public static ulong Of(int thread, int index) => Tag | ((ulong)(ushort)thread << ThreadShift) | ((ulong)(uint)index * 4);

    /// <summary>Whether a value is the address of an instruction, and of which.</summary>
    public static bool TryParse(ulong value, out int thread, out int index)
    {
        thread = (ushort)(value >> ThreadShift);
        index = (int)((uint)value / 4);
        return (value & TagMask) == Tag && value % 4 == 0;
    }
}
