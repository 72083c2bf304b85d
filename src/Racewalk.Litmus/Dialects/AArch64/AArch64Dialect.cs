using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// AArch64 assembly as herd's tests have it, without tags, vectors and self-modifying code: an instruction outside of the supported set is
/// refused by its name. Immutable and thread-safe.
/// </summary>
/// <param name="unroll">How many jumps back to one place a path may take.</param>
public sealed class AArch64Dialect(int unroll = AArch64Dialect.DefaultUnroll) : IAsmDialect
{
    /// <summary>How many jumps back to one place a path may take if nothing else is said.</summary>
    public const int DefaultUnroll = AsmWalk<AArch64Instruction>.DefaultUnroll;

    private static readonly Dictionary<string, Func<AArch64Operands, AArch64Instruction>> s_parsers = MakeParsers();

    /// <inheritdoc/>
    public string Architecture => "AArch64";

    /// <inheritdoc/>
    public bool TryParseRegister(string text, out int number) => AArch64Registers.TryParse(text, out number);

    /// <inheritdoc/>
    public string RegisterName(int number) => AArch64Registers.Name(number);

    /// <inheritdoc/>
    public ILitmusThread ParseThread(SourceText source, AsmThread thread, AsmThread? handler, LocationTable locations) =>
        new Thread(AsmCode<AArch64Instruction>.Parse(source, thread, handler, Parse), locations, unroll);

    private static Dictionary<string, Func<AArch64Operands, AArch64Instruction>> MakeParsers()
    {
        var table = new Dictionary<string, Func<AArch64Operands, AArch64Instruction>>(StringComparer.OrdinalIgnoreCase);
        LoadStore.AddTo(table);
        Exclusive.AddTo(table);
        Atomic.AddTo(table);
        Arithmetic.AddTo(table);
        Moves.AddTo(table);
        BitParsers.AddTo(table);
        Multiplication.AddTo(table);
        Selection.AddTo(table);
        Branches.AddTo(table);
        SystemInstructions.AddTo(table);
        TranslationInstructions.AddTo(table);
        CacheInstruction.AddTo(table);
        return table;
    }

    /// <summary>Parses code that is no column of a table.</summary>
    internal static AsmCode<AArch64Instruction> ParseCode(SourceText source, AsmThread cells, IEnumerable<(string Name, int Line)> labels) =>
        AsmCode<AArch64Instruction>.Parse(source, cells, null, Parse, labels);

    /// <summary>A thread whose code lies in memory.</summary>
    internal static ILitmusThread MakeThread(AsmCode<AArch64Instruction> code, LocationTable locations, ICodeSpace space) =>
        new Thread(code, locations, DefaultUnroll, space);

    private static AArch64Instruction Parse(AsmCursor cursor, List<CodeTarget> targets)
    {
        int start = cursor.Position;
        if (!cursor.TryTakeWord(out string word))
        {
            throw cursor.Expected("an instruction");
        }

        string mnemonic = word.ToUpperInvariant();
        return s_parsers.TryGetValue(mnemonic, out Func<AArch64Operands, AArch64Instruction>? parser)
            ? parser(new AArch64Operands(cursor, mnemonic, start, targets))
            : throw cursor.Source.Unsupported(start, $"the instruction {mnemonic}");
    }

    private sealed class Thread(AsmCode<AArch64Instruction> code, LocationTable locations, int unroll, ICodeSpace? space = null)
        : ILitmusThread, IAsmThread<AArch64Instruction>
    {
        public AsmCode<AArch64Instruction> Code => code;

        public void Run(ThreadBuilder builder) => new AArch64Run(code, locations, builder, unroll, space).Run();

        public string RegisterName(int register) => AArch64Registers.Name(register);

        public ulong? AddressOf(string label) => code.Labels.TryGetValue(label, out int line) ? CodeAddress.Of(code.Thread, line) : null;

        public string? LabelAt(ulong address) => CodeAddress.TryParse(address, out int thread, out int line) && thread == code.Thread
            ? code.Labels.Where(l => l.Value == line).Select(static l => l.Key).Min(StringComparer.Ordinal)
            : null;
    }
}
