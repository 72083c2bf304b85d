using Racewalk.Litmus.Dialects.Asm;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// Where code lies in memory and where exceptions go, in tests that say so themselves. Without one a thread has a handler or none, and the addresses of code are
/// nothing but marks. Immutable and thread-safe.
/// </summary>
internal interface ICodeSpace
{
    /// <summary>The address of an instruction.</summary>
    ulong AddressOf(AsmCode<AArch64Instruction> code, int line);

    /// <summary>The instruction at an address; null where no code is.</summary>
    (AsmCode<AArch64Instruction> Code, int Line)? At(ulong address);

    /// <summary>The exception level at which a thread begins.</summary>
    int FirstLevel(int thread);

    /// <summary>Whether a thread uses the stack pointer of its level, which decides about vectors.</summary>
    bool UsesOwnStackPointer(int thread);
}
