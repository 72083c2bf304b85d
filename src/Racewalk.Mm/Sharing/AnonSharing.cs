using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Sharing;

/// <summary>
/// Makes an anonymous page one that may be shared, unless it is pinned: KSM, swapping out and migration do it
/// (folio_try_share_anon_rmap_pte, v6.12 include/linux/rmap.h, whose comment names the steps A1 to A4).
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="clear">How the entry is cleared.</param>
public sealed class AnonSharing(MmStruct mm, EntryClear clear)
{
    /// <summary>Step A1: make the PTE none.</summary>
    public const string ClearPte = "share-clear-pte";

    /// <summary>Step: flush the TLBs between A1 and A2, as ptep_clear_flush does; callers that batch flushes do not.</summary>
    public const string FlushPte = "share-flush";

    /// <summary>Step: the barrier between A1 and A2.</summary>
    public const string ShareMb = "share-mb";

    /// <summary>Step A2: is the page pinned?</summary>
    public const string CheckPinned = "share-check-pinned";

    /// <summary>Step A3: clear PG_anon_exclusive.</summary>
    public const string ClearExclusive = "share-clear-exclusive";

    /// <summary>Step: the barrier between A3 and A4.</summary>
    public const string MbAfterClear = "share-mb-after-clear";

    /// <summary>Step A4: put the PTE back, read-only.</summary>
    public const string RestorePte = "share-restore-pte";

    /// <summary>Observed: 1 if the page may be shared now.</summary>
    public const string Shared = "shared";

    /// <summary>Observed: 1 if it is pinned, so that it may not.</summary>
    public const string FoundPinned = "share-found-pinned";

    /// <summary>A1 to A4.</summary>
    public void Share(Cpu cpu, int pmdIndex, int pteIndex)
    {
        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.Step(ClearPte);
        Word pte = clear.GetAndClear(cpu, ptep);
        Word page = mm.PageOf(pte);
        if (cpu.Step(FlushPte))
        {
            mm.FlushPte(cpu, pmdIndex, pteIndex);
        }

        bool shared = TryShareAnonRmap(cpu, page, page);
        cpu.Step(RestorePte);
        cpu.Observe(shared ? Shared : FoundPinned, 1);
        cpu.WriteOnce(ptep, shared ? pte & ~PageTableEntry.Write : pte);
    }

    /// <summary>__folio_try_share_anon_rmap.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="page">The page.</param>
    /// <param name="folio">Its folio.</param>
    /// <returns>Whether it may be shared; if not, it is pinned.</returns>
    internal static bool TryShareAnonRmap(Cpu cpu, Word page, Word folio)
    {
        if (cpu.Step(ShareMb))
        {
            cpu.SmpMb();
        }

        cpu.Step(CheckPinned);
        if (cpu.Has(CheckPinned) && StructPage.MaybeDmaPinned(cpu, folio))
        {
            return false;
        }

        cpu.Step(ClearExclusive);
        cpu.AtomicAnd(StructPage.Flags(page), ~StructPage.AnonExclusive);
        if (cpu.Step(MbAfterClear))
        {
            cpu.SmpMbAfterAtomic();
        }

        return true;
    }
}
