using System.Runtime.CompilerServices;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Gup;

/// <summary>
/// get_user_pages_fast, pin_user_pages_fast: takes a reference on a page of the running process by walking its tables without a lock
/// (v6.12 mm/gup.c). It speculates: take the reference, then check that the entries that led there are unchanged.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="options">What is asked for.</param>
public sealed partial class GupFast(MmStruct mm, GupOptions options)
{
    /// <summary>Observed: 1 if the walk gave a page.</summary>
    public const string Succeeded = "gup-succeeded";

    /// <summary>Observed: the frame number of the page it gave.</summary>
    public const string GotPfn = "gup-pfn";

    /// <summary>Observed: 1 if a reference was taken and given back, because a recheck failed.</summary>
    public const string BackedOff = "gup-backed-off";

    private readonly bool _isPin = options.Pin;
    private readonly bool _isWrite = options.Write;
    private readonly PteRecheck _recheck = options.Recheck;

    /// <summary>gup_fast of one page.</summary>
    /// <param name="cpu">The CPU, which runs the address space.</param>
    /// <param name="pmdIndex">The index of the address in the PMD table.</param>
    /// <param name="pteIndex">The index of the address in the PTE table.</param>
    /// <returns>Whether it gave a page; if not, the caller goes the slow way.</returns>
    public bool GetPage(Cpu cpu, int pmdIndex, int pteIndex) => TryGetPage(cpu, pmdIndex, pteIndex, out _, out _);

    /// <summary>As <see cref="GetPage"/>, for callers that go on with the page.</summary>
    /// <param name="cpu">The CPU, which runs the address space.</param>
    /// <param name="pmdIndex">The index of the address in the PMD table.</param>
    /// <param name="pteIndex">The index of the address in the PTE table.</param>
    /// <param name="page">The page.</param>
    /// <param name="entry">The entry that maps it, as it was read.</param>
    public bool TryGetPage(Cpu cpu, int pmdIndex, int pteIndex, out Word page, out Word entry)
    {
        Word sequence = 0;
        if (_isPin && cpu.Step(GupSteps.Seqcount))
        {
            sequence = SeqCount.RawRead(cpu, mm.WriteProtectSeq);
            if ((sequence & 1) != 0)
            {
                (page, entry) = (0, 0);
                return false;
            }
        }

        bool irqsOff = cpu.Step(GupSteps.IrqOff);
        if (irqsOff)
        {
            cpu.LocalIrqSave();
        }

        // Into registers first: what is given to the caller lies in memory, and would be read again.
        bool found = PmdRange(cpu, pmdIndex, pteIndex, out Word foundPage, out Word foundEntry);
        if (irqsOff)
        {
            cpu.LocalIrqRestore();
        }

        (page, entry) = (foundPage, foundEntry);
        if (!found)
        {
            return false;
        }

        if (_isPin && cpu.Step(GupSteps.Seqcount) && SeqCount.Retry(cpu, mm.WriteProtectSeq, sequence))
        {
            BackOff(cpu, StructPage.CompoundHead(cpu, foundPage));
            return false;
        }

        cpu.Observe(Succeeded, 1);
        cpu.Observe(GotPfn, mm.Pages.IndexOf(foundPage));
        return true;
    }

    /// <summary>gup_fast_pmd_range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool PmdRange(Cpu cpu, int pmdIndex, int pteIndex, out Word page, out Word entry)
    {
        page = 0;
        entry = 0;
        Word pmdp = mm.PmdOffset(pmdIndex);
        cpu.Step(GupSteps.ReadPmd);
        Word pmd = LocklessEntry.PmdpGetLockless(cpu, pmdp);
        if (!PageTableEntry.IsPresent(pmd))
        {
            return false;
        }

        entry = pmd;
        return PageTableEntry.IsTable(pmd)
            ? PteRange(cpu, pmd, pmdp, pteIndex, out page, out entry)
            : PmdLeaf(cpu, pmd, pmdp, pteIndex, out page);
    }

    /// <summary>gup_fast_pte_range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool PteRange(Cpu cpu, Word pmd, Word pmdp, int pteIndex, out Word page, out Word pte)
    {
        page = 0;
        Word ptep = mm.PteOffset(pmd, pteIndex);
        cpu.Step(GupSteps.ReadPte);
        pte = mm.Ptep.GetLockless(cpu, ptep);
        if (!PageTableEntry.IsPresent(pte))
        {
            return false;
        }

        if (_isWrite && !PageTableEntry.IsWritable(pte))
        {
            return false;
        }

        page = mm.PageOf(pte);
        if (!TryGrabFolioFast(cpu, page, out Word folio))
        {
            return false;
        }

        if (HasChanged(cpu, pmd, pmdp, pte, ptep))
        {
            BackOff(cpu, folio);
            return false;
        }

        return StaysExclusive(cpu, pte, page, folio);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasChanged(Cpu cpu, Word pmd, Word pmdp, Word pte, Word ptep)
    {
        if (cpu.Step(GupSteps.RecheckPmd) && cpu.ReadOnce(pmdp) != pmd)
        {
            return true;
        }

        return cpu.Step(GupSteps.RecheckPte) && Reread(cpu, ptep) != pte ? true : false;
    }

    // By ptep_get, as the kernel has it; the others are what was asked on the list.
    private Word Reread(Cpu cpu, Word ptep) => _recheck switch
    {
        PteRecheck.Lockless => mm.Ptep.GetLockless(cpu, ptep),
        PteRecheck.Raw => cpu.ReadOnce(ptep),
        _ => mm.Ptep.Get(cpu, ptep),
    };

    /// <summary>gup_fast_pmd_leaf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool PmdLeaf(Cpu cpu, Word pmd, Word pmdp, int pteIndex, out Word page)
    {
        page = 0;
        if (_isWrite && !PageTableEntry.IsWritable(pmd))
        {
            return false;
        }

        page = mm.PageOf(pmd) + ((ulong)pteIndex * StructPage.Size);
        if (!TryGrabFolioFast(cpu, page, out Word folio))
        {
            return false;
        }

        if (cpu.Step(GupSteps.RecheckPmd) && cpu.ReadOnce(pmdp) != pmd)
        {
            BackOff(cpu, folio);
            return false;
        }

        return StaysExclusive(cpu, pmd, page, folio);
    }

    /// <summary>The end of both: gup_must_unshare, for a pin through an entry that may not be written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool StaysExclusive(Cpu cpu, Word entry, Word page, Word folio)
    {
        if (!_isPin || _isWrite || PageTableEntry.IsWritable(entry))
        {
            return true;
        }

        if (cpu.Step(GupSteps.MustUnshare) && MustUnshare(cpu, page))
        {
            BackOff(cpu, folio);
            return false;
        }

        return true;
    }

    /// <summary>gup_must_unshare (v6.12 mm/internal.h).</summary>
    private static Flag MustUnshare(Cpu cpu, Word page)
    {
        if (cpu.Step(GupSteps.MustUnshareRmb))
        {
            cpu.SmpRmb();
        }

        return !StructPage.IsAnonExclusive(cpu, page);
    }
}
