using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>A load of one register.</summary>
/// <param name="Target">The register.</param>
/// <param name="Memory">Where from.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="IsSigned">Whether the value is widened with its sign.</param>
/// <param name="Sets">The cat sets of the read.</param>
internal sealed record LoadInstruction(Register Target, MemoryOperand Memory, int Size, bool IsSigned, IReadOnlyList<string> Sets) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        if (run.Walker.Translate(Memory.Address(run), isWrite: false) is not { } address)
        {
            return;
        }

        Flow read = run.Values.Load(address, Size, Sets);
        run.Write(Target, IsSigned ? run.Values.Signed(read, 8 * Size, Target.Bits) : read);
    }
}

/// <summary>A store of one register.</summary>
/// <param name="Source">The register.</param>
/// <param name="Memory">Where to.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="Sets">The cat sets of the write.</param>
internal sealed record StoreInstruction(Register Source, MemoryOperand Memory, int Size, IReadOnlyList<string> Sets) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow data = run.Read(Source, Port.Data);
        if (run.Walker.Translate(Memory.Address(run), isWrite: true, data.Events, Sets.Contains("L")) is { } address)
        {
            run.Values.Store(address, data, Size, Sets);
        }
    }
}

/// <summary>A load of two registers: two reads.</summary>
/// <param name="First">The register of the lower address.</param>
/// <param name="Second">The other one.</param>
/// <param name="Memory">Where from.</param>
/// <param name="Size">How many bytes each.</param>
/// <param name="IsSigned">Whether values are widened with their sign.</param>
/// <param name="IsOrdered">Whether the reads are ordered, the lower address first (LDIAPP).</param>
/// <param name="Sets">The cat sets of the reads.</param>
internal sealed record LoadPairInstruction(
    Register First, Register Second, MemoryOperand Memory, int Size, bool IsSigned, bool IsOrdered, IReadOnlyList<string> Sets) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow address = run.Walker.Untranslated(Memory.Address(run), "LDP");
        Flow low = run.Values.Load(address, Size, Sets);
        Flow high = run.Values.Load(run.Values.Compute(ExprOp.Add, address, (ulong)Size), Size, Sets);
        if (IsOrdered)
        {
            run.Builder.Order(low.Events[0], high.Events[0]);
        }

        run.Write(First, IsSigned ? run.Values.Signed(low, 8 * Size, First.Bits) : low);
        run.Write(Second, IsSigned ? run.Values.Signed(high, 8 * Size, Second.Bits) : high);
    }
}

/// <summary>A store of two registers: two writes.</summary>
/// <param name="First">The register of the lower address.</param>
/// <param name="Second">The other one.</param>
/// <param name="Memory">Where to.</param>
/// <param name="Size">How many bytes each.</param>
/// <param name="IsOrdered">Whether the writes are ordered (STILP): upwards, or downwards where the base register is decremented first.</param>
/// <param name="Sets">The cat sets of the writes.</param>
internal sealed record StorePairInstruction(
    Register First, Register Second, MemoryOperand Memory, int Size, bool IsOrdered, IReadOnlyList<string> Sets) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow first = run.Read(First, Port.Data);
        Flow second = run.Read(Second, Port.Data);
        Flow address = run.Walker.Untranslated(Memory.Address(run), "STP");
        int low = run.Values.Store(address, first, Size, Sets);
        int high = run.Values.Store(run.Values.Compute(ExprOp.Add, address, (ulong)Size), second, Size, Sets);
        if (IsOrdered)
        {
            (int from, int to) = Memory.Indexing == Indexing.PreIndex ? (high, low) : (low, high);
            run.Builder.Order(from, to);
        }
    }
}

/// <summary>The mnemonics of loads and stores.</summary>
internal static class LoadStore
{
    private static readonly string[] s_plain = [];
    private static readonly string[] s_nonTemporal = ["NT"];

    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        foreach ((string suffix, int size) in new[] { ("", 0), ("B", 1), ("H", 2) })
        {
            foreach (string name in new[] { "LDR", "LDUR" })
            {
                table.Add(name + suffix, p => Load(p, size, isSigned: false, s_plain, ParserOf(name)));
            }

            foreach (string name in new[] { "STR", "STUR" })
            {
                table.Add(name + suffix, p => Store(p, size, s_plain, ParserOf(name)));
            }

            table.Add("LDAR" + suffix, p => Load(p, size, isSigned: false, ["A"], MemoryOperand.ParsePlain));
            table.Add("LDAPR" + suffix, p => Load(p, size, isSigned: false, ["Q"], MemoryOperand.ParsePlain));
            table.Add("LDAPUR" + suffix, p => Load(p, size, isSigned: false, ["Q"], ParserOf("LDUR")));
            table.Add("STLR" + suffix, p => Store(p, size, ["L"], MemoryOperand.ParsePlain));
            table.Add("STLUR" + suffix, p => Store(p, size, ["L"], ParserOf("STUR")));
        }

        foreach ((string suffix, int size) in new[] { ("SB", 1), ("SH", 2), ("SW", 4) })
        {
            foreach (string name in new[] { "LDR", "LDUR" })
            {
                table.Add(name + suffix, p => Load(p, size, isSigned: true, s_plain, ParserOf(name)));
            }
        }

        table.Add("LDP", p => LoadPair(p, isSigned: false, isOrdered: false, s_plain));
        table.Add("LDPSW", p => LoadPair(p, isSigned: true, isOrdered: false, s_plain));
        table.Add("LDNP", p => LoadPair(p, isSigned: false, isOrdered: false, s_nonTemporal));
        table.Add("LDAP", p => LoadPair(p, isSigned: false, isOrdered: false, ["A"]));
        table.Add("LDIAPP", p => LoadPair(p, isSigned: false, isOrdered: true, ["Q"]));
        table.Add("STP", p => StorePair(p, isOrdered: false, s_plain));
        table.Add("STNP", p => StorePair(p, isOrdered: false, s_nonTemporal));
        table.Add("STLP", p => StorePair(p, isOrdered: false, ["L"]));
        table.Add("STILP", p => StorePair(p, isOrdered: true, ["L"]));
    }

    private static Func<AArch64Operands, MemoryOperand> ParserOf(string name) => name.Contains('U', StringComparison.Ordinal)
        ? p =>
        {
            MemoryOperand memory = MemoryOperand.ParseImmediate(p);
            return memory.Indexing == Indexing.Offset ? memory : throw p.Unsupported($"{p.Mnemonic} with a changed base register");
        }
    : p => MemoryOperand.Parse(p);

    private static Register DataRegister(AArch64Operands p, int size) => size is 0 ? p.Register() : p.Register(32);

    private static LoadInstruction Load(
        AArch64Operands p, int size, bool isSigned, IReadOnlyList<string> sets, Func<AArch64Operands, MemoryOperand> parse)
    {
        Register target = isSigned ? size == 4 ? p.Register(64) : p.Register() : DataRegister(p, size);
        p.Comma();
        return new LoadInstruction(target, parse(p), size == 0 ? target.Bits / 8 : size, isSigned, sets);
    }

    private static StoreInstruction Store(AArch64Operands p, int size, IReadOnlyList<string> sets, Func<AArch64Operands, MemoryOperand> parse)
    {
        Register source = DataRegister(p, size);
        p.Comma();
        return new StoreInstruction(source, parse(p), size == 0 ? source.Bits / 8 : size, sets);
    }

    private static LoadPairInstruction LoadPair(AArch64Operands p, bool isSigned, bool isOrdered, IReadOnlyList<string> sets)
    {
        Register first = isSigned ? p.Register(64) : p.Register();
        Register second = p.CommaRegister(first.Bits);
        p.Comma();
        return new LoadPairInstruction(first, second, MemoryOperand.ParseImmediate(p), isSigned ? 4 : first.Bits / 8, isSigned, isOrdered, sets);
    }

    private static StorePairInstruction StorePair(AArch64Operands p, bool isOrdered, IReadOnlyList<string> sets)
    {
        Register first = p.Register();
        Register second = p.CommaRegister(first.Bits);
        p.Comma();
        return new StorePairInstruction(first, second, MemoryOperand.ParseImmediate(p), first.Bits / 8, isOrdered, sets);
    }
}
