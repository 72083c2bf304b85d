using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.X86;

/// <summary>
/// x86 assembly as herd's tests have it: the dialect X86 with 32-bit registers and the target first, and the dialect X86_64 with the target last. Immutable
/// and thread-safe.
/// </summary>
/// <param name="isLong">Whether it is X86_64.</param>
/// <param name="unroll">How many jumps back to one place a path may take.</param>
public sealed class X86Dialect(bool isLong, int unroll = X86Dialect.DefaultUnroll) : IAsmDialect
{
    /// <summary>How many jumps back to one place a path may take if nothing else is said.</summary>
    public const int DefaultUnroll = AsmWalk<X86Instruction>.DefaultUnroll;

    /// <inheritdoc/>
    public string Architecture => isLong ? "X86_64" : "X86";

    /// <inheritdoc/>
    public bool TryParseRegister(string text, out int number) => X86Registers.TryParse(text, isLong, out number);

    /// <inheritdoc/>
    public string RegisterName(int number) => X86Registers.Name(number, isLong);

    /// <inheritdoc/>
    public ILitmusThread ParseThread(SourceText source, AsmThread thread, AsmThread? handler, LocationTable locations)
    {
        if (handler is not null)
        {
            throw source.Unsupported(handler.Cells.Count > 0 ? handler.Cells[0].Start : 0, $"an exception handler in {Architecture}");
        }

        return new Thread(AsmCode<X86Instruction>.Parse(source, thread, null, new X86Parser(locations, isLong).Parse), locations, isLong, unroll);
    }

    private sealed class Thread(AsmCode<X86Instruction> code, LocationTable locations, bool isLong, int unroll) : ILitmusThread
    {
        public void Run(ThreadBuilder builder) => new X86Run(code, locations, builder, unroll).Run();

        public string RegisterName(int register) => X86Registers.Name(register, isLong);
    }
}
