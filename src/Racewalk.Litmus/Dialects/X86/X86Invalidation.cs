namespace Racewalk.Litmus.Dialects.X86;

/// <summary>INVLPG: ends the own processor's translations of a page, and serialises.</summary>
internal sealed record X86InvalidatePage(X86Operand Page) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run) => run.Walker.Invalidate(Page.Address(run), isBroadcast: false, [], "INVLPG", "INVLPG");
}

/// <summary>MOV to CR3 without bit 63: ends all translations of the own processor but global ones, which tests do not have; the tables stay the same.</summary>
internal sealed record X86Reload(X86Register Source) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run)
    {
        run.Builder.ReadRegister(Source.Number);
        run.Walker.Invalidate(null, isBroadcast: false, [], "MOV CR3", "CR3");
    }
}

/// <summary>INVLPGB of a page: ends its translations on all processors, once a TLBSYNC behind it is done (AMD APM, volume 3).</summary>
internal sealed record X86InvalidateBroadcast(X86Operand Page) : X86Instruction
{
    private static readonly string[][] s_completedBy = [["TLBSYNC"]];

    /// <inheritdoc/>
    public override void Run(X86Run run) => run.Walker.Invalidate(Page.Address(run), isBroadcast: true, s_completedBy, "INVLPGB", "INVLPGB");
}
