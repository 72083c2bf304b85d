using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// DC CVAC and DC CIVAC: clean a line of the data cache, and invalidate it. Memory that all observers share coherently stays as it is; the address is translated as that of
/// a load, and may fault (Arm ARM, D7.5.9).
/// </summary>
/// <param name="Operation">CVAC or CIVAC.</param>
/// <param name="Address">The register.</param>
internal sealed record CacheInstruction(string Operation, Register Address) : AArch64Instruction
{
    private static readonly string[] s_operations = ["CVAC", "CIVAC"];

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        if (run.Walker.Translate(run.Read(Address, Port.Address), isWrite: false) is not null)
        {
            run.Builder.Fence($"DC.{Operation}");
        }
    }

    /// <summary>Adds the parser to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table) =>
        table.Add("DC", static p =>
        {
            int at = p.Cursor.Position;
            return p.TryWord(s_operations, out string operation) ? new CacheInstruction(operation, p.CommaRegister(64))
                : p.Cursor.TryTakeWord(out string other) ? throw p.Cursor.Source.Unsupported(at, $"DC {other.ToUpperInvariant()}")
                : throw p.Cursor.Expected("an operation such as CIVAC");
        });
}
