using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.Ppc;

/// <summary>Power assembly as herd's tests have it. Immutable and thread-safe.</summary>
/// <param name="unroll">How many jumps back to one place a path may take.</param>
public sealed class PpcDialect(int unroll = PpcDialect.DefaultUnroll) : IAsmDialect
{
    /// <summary>How many jumps back to one place a path may take if nothing else is said.</summary>
    public const int DefaultUnroll = AsmWalk<PpcInstruction>.DefaultUnroll;

    /// <inheritdoc/>
    public string Architecture => "PPC";

    /// <inheritdoc/>
    public bool TryParseRegister(string text, out int number) => PpcRegisters.TryParse(text, out number);

    /// <inheritdoc/>
    public string RegisterName(int number) => PpcRegisters.Name(number);

    /// <inheritdoc/>
    public ILitmusThread ParseThread(SourceText source, AsmThread thread, AsmThread? handler, LocationTable locations) => handler is not null
        ? throw source.Unsupported(handler.Cells.Count > 0 ? handler.Cells[0].Start : 0, "an exception handler in PPC")
        : new Thread(AsmCode<PpcInstruction>.Parse(source, thread, null, (cursor, targets) => PpcParser.Parse(cursor, targets, locations.HasPages)), locations, unroll);

    private sealed class Thread(AsmCode<PpcInstruction> code, LocationTable locations, int unroll) : ILitmusThread
    {
        public void Run(ThreadBuilder builder) => new PpcRun(code, locations, builder, unroll).Run();

        public string RegisterName(int register) => PpcRegisters.Name(register);
    }
}
