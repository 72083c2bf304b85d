namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// Where synchronous exceptions go (Arm ARM, D1.3 Exceptions, table of vector offsets): faults, SVC and HVC. The offset is added to VBAR_ELx of the level that
/// takes the exception.
/// </summary>
public static class ExceptionVector
{
    private const ulong SameLevelSp0 = 0x000;
    private const ulong SameLevelSpx = 0x200;
    private const ulong LowerLevel64 = 0x400;

    /// <summary>The offset of the vector.</summary>
    /// <param name="from">The level that the exception comes from, in AArch64 state.</param>
    /// <param name="to">The level that takes it.</param>
    /// <param name="usesOwnStackPointer">PSTATE.SP when it is taken.</param>
    public static ulong Offset(int from, int to, bool usesOwnStackPointer) =>
        from < to ? LowerLevel64 : usesOwnStackPointer ? SameLevelSpx : SameLevelSp0;
}
