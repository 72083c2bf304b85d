using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>
/// HVO: the struct pages of a hugetlb folio's tails share one page, read-only, and the pages that they were in are freed; before the folio is given back they get pages of their
/// own again (v6.12 mm/hugetlb_vmemmap.c). Every access to a struct page goes through its mapping.
/// </summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="options">The kernel, and the order of steps.</param>
/// <param name="update">How live entries are changed; null for in place. A strategy flushes itself.</param>
public sealed class HugetlbVmemmap(Vmemmap vmemmap, HvoOptions options, VmemmapUpdate? update = null)
{
    private readonly VmemmapRemap _remap = new(vmemmap, options, update);

    /// <summary>hugetlb_vmemmap_optimize_folio: of a folio whose count is frozen.</summary>
    public void OptimizeFolio(Cpu cpu, HugetlbFolio folio) => OptimizeFolios(cpu, folio);

    /// <summary>hugetlb_vmemmap_optimize_folios: one grace period, one flush. The blocks have been split and that flushed.</summary>
    public void OptimizeFolios(Cpu cpu, params IReadOnlyList<HugetlbFolio> folios)
    {
        bool synchronizes = options.Order != HvoOrder.SynchronizeBeforeFreeze;
        for (int i = 0; i < folios.Count; i++)
        {
            Optimize(cpu, folios[i], synchronizes);
            synchronizes = false;
        }

        FlushAndFree(cpu, folios);
    }

    /// <summary>The grace period, if the kernel waits for one.</summary>
    public void SynchronizeRcu(Cpu cpu)
    {
        if (options.HasRcu && cpu.Step(HvoSteps.SynchronizeRcu))
        {
            cpu.SynchronizeRcu();
        }
    }

    /// <summary>hugetlb_vmemmap_restore_folio: of a folio whose count is frozen.</summary>
    /// <returns>Whether there were pages for its tails; if not, it stays as it is (-ENOMEM).</returns>
    public bool RestoreFolio(Cpu cpu, HugetlbFolio folio) => Restore(cpu, folio, synchronizes: true, flushes: true);

    /// <summary>hugetlb_vmemmap_restore_folios: one grace period, one flush.</summary>
    /// <returns>How many, from the first on; behind those there were no pages.</returns>
    public int RestoreFolios(Cpu cpu, params IReadOnlyList<HugetlbFolio> folios)
    {
        int restored = 0;
        while (restored < folios.Count && Restore(cpu, folios[restored], synchronizes: restored == 0, flushes: false))
        {
            restored++;
        }

        if (restored > 0)
        {
            Flush(cpu, folios);
        }

        return restored;
    }

    private bool Restore(Cpu cpu, HugetlbFolio folio, bool synchronizes, bool flushes)
    {
        if (synchronizes)
        {
            SynchronizeRcu(cpu);
        }

        if (!vmemmap.Pages.TryAllocTails(cpu, folio))
        {
            return false;
        }

        _remap.RemapAlloc(cpu, folio);
        if (flushes)
        {
            Flush(cpu, folio);
        }

        cpu.Step(HvoSteps.ClearFlag);
        vmemmap.On(cpu).And(StructPage.Private(folio.Head(vmemmap)), ~StructPage.VmemmapOptimized);
        ChangeKey(cpu, HvoSteps.KeyDec, ulong.MaxValue);
        return true;
    }

    /// <summary>__hugetlb_vmemmap_optimize_folio: without the flush.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="folio">The folio.</param>
    /// <param name="synchronizes">Whether to wait for a grace period (VMEMMAP_SYNCHRONIZE_RCU).</param>
    public void Optimize(Cpu cpu, HugetlbFolio folio, bool synchronizes)
    {
        if (options.Order != HvoOrder.KeyAfterRemap)
        {
            ChangeKey(cpu, HvoSteps.KeyInc, 1);
        }

        if (synchronizes)
        {
            SynchronizeRcu(cpu);
        }

        if (options.Order != HvoOrder.FlagAfterRemap)
        {
            SetFlag(cpu, folio);
        }

        cpu.Step(HvoSteps.CopyHead);
        if (vmemmap.Pages.TryAllocHead(cpu, folio, out ulong head))
        {
            vmemmap.CopyPage(cpu, folio.FirstPage, head);
            _remap.RemapFree(cpu, folio, head, isCopy: true);
        }
        else
        {
            _remap.RemapFree(cpu, folio, PageTableEntry.Pfn(cpu.ReadOnce(vmemmap.PteOffset(cpu, folio.FirstPage))), isCopy: false);
        }

        if (options.Order == HvoOrder.KeyAfterRemap)
        {
            ChangeKey(cpu, HvoSteps.KeyInc, 1);
        }

        if (options.Order == HvoOrder.FlagAfterRemap)
        {
            SetFlag(cpu, folio);
        }
    }

    private void SetFlag(Cpu cpu, HugetlbFolio folio)
    {
        cpu.Step(HvoSteps.SetFlag);
        vmemmap.On(cpu).Or(StructPage.Private(folio.Head(vmemmap)), StructPage.VmemmapOptimized);
    }

    // static_branch_inc, static_branch_dec: the text that is patched is one word here, and nobody but the writer waits for it to be seen.
    private void ChangeKey(Cpu cpu, string step, ulong by)
    {
        if (options.HasRcu && vmemmap.StaticKey != 0)
        {
            cpu.Step(step);
            cpu.AtomicFetchAdd(vmemmap.StaticKey, by);
        }
    }

    /// <summary>The flush, and free_vmemmap_page_list.</summary>
    public void FlushAndFree(Cpu cpu, params IReadOnlyList<HugetlbFolio> folios)
    {
        if (options.Order != HvoOrder.FreeBeforeFlush)
        {
            Flush(cpu, folios);
        }

        if (cpu.Step(HvoSteps.FreePages))
        {
            vmemmap.Pages.FreeCollected(cpu, folios);
        }

        if (options.Order == HvoOrder.FreeBeforeFlush)
        {
            Flush(cpu, folios);
        }
    }

    private void Flush(Cpu cpu, params IReadOnlyList<HugetlbFolio> folios)
    {
        if (update is not null)
        {
            return;
        }

        cpu.Step(HvoSteps.RemapFlush);
        if (options.IsBatch)
        {
            cpu.FlushTlbAll();
            return;
        }

        foreach (HugetlbFolio folio in folios)
        {
            cpu.FlushTlbKernelRange(vmemmap.Space, folio.FirstPage, folio.Pages);
        }
    }
}
