using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.Ppc;

/// <summary>
/// tlbie and tlbiel of a page's translations, not of what upper levels have cached (RIC 0): of all processors or of the own one. What completes them is the
/// sequence of <c>_tlbie_va</c> and <c>_tlbiel_va</c>, arch/powerpc/mm/book3s64/radix_tlb.c.
/// </summary>
/// <param name="Page">The register with the page's address.</param>
/// <param name="IsBroadcast">Whether it is tlbie.</param>
internal sealed record PpcInvalidate(int Page, bool IsBroadcast) : PpcInstruction
{
    private static readonly string[][] s_broadcast = [["EIEIO"], ["TLBSYNC"], ["PTESYNC"]];
    private static readonly string[][] s_local = [["PTESYNC"]];

    /// <inheritdoc/>
    public override void Run(PpcRun run)
    {
        Flow address = run.Builder.ReadRegister(Page, Port.Address);
        run.Walker.Invalidate(address, IsBroadcast, IsBroadcast ? s_broadcast : s_local, IsBroadcast ? "tlbie" : "tlbiel", IsBroadcast ? "TLBIE" : "TLBIEL");
    }
}
