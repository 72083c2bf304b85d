using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>TLBI: invalidates translations.</summary>
/// <param name="Operation">Which, such as VAAE1IS.</param>
/// <param name="Page">The register with the page's address, shifted right by 12; null for operations without one.</param>
internal sealed record InvalidateInstruction(InvalidateOperation Operation, Register? Page) : AArch64Instruction
{
    private const int PageShift = 12;

    // Bits 43 to 0 are those of the address; above them are the ASID and a hint (Arm ARM, C5.5).
    private const ulong PageMask = (1UL << 44) - 1;

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        if (Page is not { } register)
        {
            run.Builder.Invalidate(run.Values.Number(0), new Invalidation(Invalidation.OfAll, Operation.IsBroadcast), Operation.Sets);
            return;
        }

        Flow operand = run.Read(register, Port.Address);
        TranslationSetup setup = run.Builder.Translation ?? throw run.Unsupported("TLBI of a page in a test without page tables");
        Flow address = run.Values.Compute(ExprOp.ShiftLeft, run.Values.Compute(ExprOp.And, operand, PageMask), PageShift);
        if (!run.Builder.TryFindPage(run.Builder.Resolve(address), out int page, out _) || !setup.Entries.TryGetValue(page, out int entry))
        {
            run.Builder.Warn("TLBI of what is no page of the test invalidates nothing; its operand is an address shifted right by 12");
            entry = Invalidation.OfNothing;
        }

        run.Builder.Invalidate(operand, new Invalidation(entry, Operation.IsBroadcast), Operation.Sets);
    }
}

/// <summary>What a TLBI invalidates.</summary>
/// <param name="IsOfPage">Whether it is about one page, and not about all of them.</param>
/// <param name="IsBroadcast">Whether it is for all processors (IS, OS).</param>
/// <param name="IgnoresXs">Whether it does not wait for accesses to memory with the XS attribute (nXS).</param>
internal sealed record InvalidateOperation(bool IsOfPage, bool IsBroadcast, bool IgnoresXs)
{
    private static readonly string[] s_ofPage = ["VAE1", "VAAE1", "VALE1", "VAALE1"];
    private static readonly string[] s_ofAll = ["VMALLE1", "ASIDE1"];
    private static readonly string[] s_reach = ["", "IS", "OS"];
    private static readonly string[] s_wait = ["", "NXS"];

    /// <summary>The operations, by name.</summary>
    public static IReadOnlyDictionary<string, InvalidateOperation> ByName { get; } = s_ofPage.Concat(s_ofAll)
        .SelectMany(name => s_reach.SelectMany(reach => s_wait.Select(wait =>
            (Name: name + reach + wait, Operation: new InvalidateOperation(s_ofPage.Contains(name), reach.Length > 0, wait.Length > 0)))))
        .ToDictionary(static o => o.Name, static o => o.Operation, StringComparer.OrdinalIgnoreCase);

    /// <summary>The cat sets of the event.</summary>
    public IReadOnlyList<string> Sets { get; } =
        [.. new[] { ("TLBI", true), ("TLBIIS", IsBroadcast), ("TLBInXS", IgnoresXs) }.Where(static s => s.Item2).Select(static s => s.Item1)];
}

/// <summary>AT S1E0R, S1E1R, S1E0W, S1E1W: leaves the translation of an address in PAR_EL1.</summary>
internal sealed record ProbeInstruction(Register Address, bool IsWrite) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow? output = run.Walker.Probe(run.Read(Address, Port.Address), IsWrite, out int decision);
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
            ? new ProbeInstruction(p.CommaRegister(64), name.EndsWith('W'))
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
            ? new InvalidateInstruction(operation, operation.IsOfPage ? p.CommaRegister(64) : ParseUnused(p))
            : throw p.Cursor.Source.Unsupported(at, $"TLBI {word.ToUpperInvariant()}");
    }

    // ASIDE1 names an ASID, which tests with one address space do not have.
    private static Register? ParseUnused(AArch64Operands p)
    {
        if (!p.Cursor.IsAtEnd)
        {
            p.CommaRegister(64);
        }

        return null;
    }
}
