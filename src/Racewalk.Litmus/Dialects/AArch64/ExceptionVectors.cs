namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// Exceptions of a thread that says where its vectors are: they are taken to EL1, at the vector for the level that they come from. Where
/// no code is the thread ends. Not thread-safe.
/// </summary>
internal sealed class ExceptionVectors(AArch64Run run, ICodeSpace space, int thread)
{
    private const int TakenTo = 1;
    private const int LevelShift = 2;

    // ESR_EL1 of a data abort (Arm ARM, D24.2): the class, the length of the instruction, whether it wrote, the fault with its level.
    private const ulong DataAbortLower = 0b100100UL << 26;
    private const ulong DataAbortSame = 0b100101UL << 26;
    private const ulong InstructionOf32Bits = 1UL << 25;
    private const ulong WriteNotRead = 1UL << 6;
    private bool _usesOwnStackPointer = space.UsesOwnStackPointer(thread);

    /// <summary>The exception level.</summary>
    public int Level { get; private set; } = space.FirstLevel(thread);

    /// <summary>Leaves in ESR_EL1 and FAR_EL1 what a fault was.</summary>
    public void DescribeFault(MemoryFaultKind kind, FaultSource source)
    {
        ulong status = kind switch
        {
            MemoryFaultKind.Translation => 0b000100UL,
            MemoryFaultKind.AccessFlag => 0b001000UL,
            _ => 0b001100UL,
        };
        ulong syndrome = (Level == 0 ? DataAbortLower : DataAbortSame) | InstructionOf32Bits | (source.IsWrite ? WriteNotRead : 0) | (status + (ulong)source.Level);
        run.Builder.WriteRegister(AArch64Registers.EsrEl1, run.Values.Number(syndrome));
        run.Builder.WriteRegister(AArch64Registers.FarEl1, run.Values.Number(source.Address));
    }

    /// <summary>An exception is taken; where it returns to has been said.</summary>
    public void Enter()
    {
        ulong offset = ExceptionVector.Offset(Level, TakenTo, _usesOwnStackPointer);
        run.Builder.WriteRegister(AArch64Registers.SpsrEl1, run.Values.Number(((ulong)Level << LevelShift) | (_usesOwnStackPointer ? 1UL : 0)));
        Level = TakenTo;
        _usesOwnStackPointer = true;
        run.GoTo(run.Known(AArch64Registers.VbarEl1, "VBAR_EL1") + offset);
    }

    /// <summary>ERET: back to the state that SPSR_EL1 holds.</summary>
    public void Leave()
    {
        ulong state = run.Known(AArch64Registers.SpsrEl1, "SPSR_EL1");
        int level = (int)(state >> LevelShift) & 3;
        if (level > Level)
        {
            throw run.Unsupported($"ERET to EL{level}");
        }

        Level = level;
        _usesOwnStackPointer = (state & 1) != 0;
    }
}
