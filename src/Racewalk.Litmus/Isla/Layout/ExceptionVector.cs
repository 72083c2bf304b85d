namespace Racewalk.Litmus.Isla.Layout;

/// <summary>
/// Where synchronous exceptions go (Arm ARM, D1.3 Exceptions, table of vector offsets): faults, SVC and HVC. The offset is added to VBAR_ELx of the level that
/// takes the exception.
/// </summary>
public static class ExceptionVector
{
    /// <summary>How many bytes the vectors of a level have.</summary>
    public const ulong TableSize = 0x800;

    private const ulong SameLevelSp0 = 0x000;
    private const ulong SameLevelSpx = 0x200;
    private const ulong LowerLevel64 = 0x400;

    /// <summary>The offset of the vector.</summary>
    /// <param name="from">The level that the exception comes from, in AArch64 state.</param>
    /// <param name="to">The level that takes it.</param>
    /// <param name="usesOwnStackPointer">PSTATE.SP when it is taken.</param>
    public static ulong Offset(int from, int to, bool usesOwnStackPointer) =>
        from < to ? LowerLevel64 : usesOwnStackPointer ? SameLevelSpx : SameLevelSp0;

    /// <summary>The handler that a vector leads to; null where no code is, so that the execution cannot go on.</summary>
    /// <param name="test">The test.</param>
    /// <param name="vectorBase">VBAR_ELx when the exception is taken.</param>
    /// <param name="offset">The offset.</param>
    public static IslaHandler? Handler(IslaTest test, ulong vectorBase, ulong offset) => test.Handlers.FirstOrDefault(h => h.Address == vectorBase + offset);
}
