using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>TLBI: invalidates translations.</summary>
/// <param name="Operation">Which, such as VAAE1IS.</param>
/// <param name="Operand">The register with the page's address, shifted right by 12, and the address space; null for operations without one.</param>
internal sealed record InvalidateInstruction(InvalidateOperation Operation, Register? Operand) : AArch64Instruction
{
    private const int PageShift = 12;

    // Bits 43 to 0 are those of the address; above them are a hint and the ASID (Arm ARM, C5.5).
    private const ulong PageMask = (1UL << 44) - 1;

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow operand = Operand is { } register ? run.Read(register, Port.Address) : run.Values.Number(0);
        Invalidation what = run.Builder.Translation?.Tables is not null ? InTables(run, operand)
            : Operation.IsOfPage ? OfPage(run, operand)
            : new Invalidation(Invalidation.OfAll, Operation.IsBroadcast);
        run.Builder.Invalidate(operand, what, Operation.Sets);
    }

    private Invalidation OfPage(AArch64Run run, Flow operand)
    {
        TranslationSetup setup = run.Builder.Translation ?? throw run.Unsupported("TLBI of a page in a test without page tables");
        Flow address = run.Values.Compute(ExprOp.ShiftLeft, run.Values.Compute(ExprOp.And, operand, PageMask), PageShift);
        if (!run.Builder.TryFindPage(run.Builder.Resolve(address), out int page, out _) || !setup.Entries.TryGetValue(page, out int entry))
        {
            run.Builder.Warn("TLBI of what is no page of the test invalidates nothing; its operand is an address shifted right by 12");
            entry = Invalidation.OfNothing;
        }

        return new Invalidation(entry, Operation.IsBroadcast);
    }

    private Invalidation InTables(AArch64Run run, Flow operand)
    {
        ulong value = 0;
        if (Operand is not null && !run.Builder.Pool.TryGetConstant(operand.Value, out value))
        {
            throw run.Unsupported("TLBI of what is read from memory");
        }

        return new Invalidation(Invalidation.OfAll, Operation.IsBroadcast)
        {
            Page = Operation.IsOfPage ? value & PageMask : null,
            AddressSpace = Operation.IsOfAddressSpace ? AddressSpaceId.Of(value) : null,
            IsOfLastLevel = Operation.IsOfLastLevel,
        };
    }
}

/// <summary>What a TLBI invalidates.</summary>
/// <param name="Name">Which it is: VAE1, VAAE1, VALE1, VAALE1, ASIDE1 or VMALLE1.</param>
/// <param name="IsBroadcast">Whether it is for all processors (IS, OS).</param>
/// <param name="IgnoresXs">Whether it does not wait for accesses to memory with the XS attribute (nXS).</param>
internal sealed record InvalidateOperation(string Name, bool IsBroadcast, bool IgnoresXs)
{
    private static readonly string[] s_names = ["VAE1", "VAAE1", "VALE1", "VAALE1", "ASIDE1", "VMALLE1"];
    private static readonly string[] s_reach = ["", "IS", "OS"];
    private static readonly string[] s_wait = ["", "NXS"];

    /// <summary>The operations, by name.</summary>
    public static IReadOnlyDictionary<string, InvalidateOperation> ByName { get; } = s_names
        .SelectMany(name => s_reach.SelectMany(reach => s_wait.Select(wait => (Name: name + reach + wait, Of: new InvalidateOperation(name, reach.Length > 0, wait.Length > 0)))))
        .ToDictionary(static o => o.Name, static o => o.Of, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is about one page, and not about all of them.</summary>
    public bool IsOfPage => Name.StartsWith("VA", StringComparison.Ordinal);

    /// <summary>Whether it is about one address space.</summary>
    public bool IsOfAddressSpace => Name is "VAE1" or "VALE1" or "ASIDE1";

    /// <summary>Whether it leaves what upper levels have cached.</summary>
    public bool IsOfLastLevel => Name is "VALE1" or "VAALE1";

    /// <summary>Whether it has a register.</summary>
    public bool HasOperand => Name != "VMALLE1";

    /// <summary>The cat sets of the event.</summary>
    public IReadOnlyList<string> Sets { get; } =
        [.. new[] { ("TLBI", true), ("TLBIIS", IsBroadcast), ("TLBInXS", IgnoresXs) }.Where(static s => s.Item2).Select(static s => s.Item1)];
}

/// <summary>AT S1E0R, S1E1R, S1E0W, S1E1W: leaves the translation of an address in PAR_EL1.</summary>
/// <param name="Address">The register with the address.</param>
/// <param name="IsWrite">Whether it asks for the permission to write.</param>
/// <param name="IsUser">Whether it asks for code at EL0.</param>
internal sealed record ProbeInstruction(Register Address, bool IsWrite, bool IsUser) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow? output = run.Walker.Probe(run.Read(Address, Port.Address), IsWrite, IsUser, out int decision);
        if (decision < 0)
        {
            return;
        }

        run.Builder.ControlledBy(decision);
        run.Builder.WriteRegister(
            AArch64Registers.ParEl1,
            output is { } page ? run.Values.Compute(ExprOp.Or, page, AddressRegister.Of(0)) : run.Values.Number(AddressRegister.Failed));
        run.Builder.ControlledBy();
    }
}

/// <summary>The mnemonics of address translation.</summary>
internal static class TranslationInstructions
{
    private static readonly string[] s_probes = ["S1E0R", "S1E1R", "S1E0W", "S1E1W"];

    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        table.Add("TLBI", ParseInvalidate);
        table.Add("AT", p => p.TryWord(s_probes, out string name)
            ? new ProbeInstruction(p.CommaRegister(64), name.EndsWith('W'), name.StartsWith("S1E0", StringComparison.Ordinal))
            : throw p.Cursor.Expected("S1E0R, S1E1R, S1E0W or S1E1W"));
    }

    private static InvalidateInstruction ParseInvalidate(AArch64Operands p)
    {
        int at = p.Cursor.Position;
        if (!p.Cursor.TryTakeWord(out string word))
        {
            throw p.Cursor.Expected("an operation such as VAAE1IS");
        }

        return InvalidateOperation.ByName.TryGetValue(word, out InvalidateOperation? operation)
            ? new InvalidateInstruction(operation, operation.HasOperand ? p.CommaRegister(64) : ParseUnused(p))
            : throw p.Cursor.Source.Unsupported(at, $"TLBI {word.ToUpperInvariant()}");
    }

    // A register behind an operation on everything has no meaning.
    private static Register? ParseUnused(AArch64Operands p)
    {
        if (!p.Cursor.IsAtEnd)
        {
            p.CommaRegister(64);
        }

        return null;
    }
}
