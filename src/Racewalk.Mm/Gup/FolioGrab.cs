using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Gup;

/// <summary>Taking a reference or a pin on a page that may be freed at any time, and giving it back (v6.12 mm/gup.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="options">What is asked for.</param>
internal sealed class FolioGrab(MmStruct mm, GupOptions options)
{
    /// <summary>try_grab_folio_fast.</summary>
    internal bool TryGrabFolioFast(Cpu cpu, Word page, out Word folio)
    {
        if (!TryGetFolio(cpu, page, out folio))
        {
            return false;
        }

        if (!options.Pin)
        {
            return true;
        }

        cpu.Step(GupSteps.Pin);
        cpu.AtomicAdd(StructPage.Refcount(folio), StructPage.PinBias - 1);
        if (cpu.Step(GupSteps.PinMb))
        {
            cpu.SmpMbAfterAtomic();
        }

        return true;
    }

    /// <summary>gup_put_folio, because something has changed.</summary>
    internal void BackOff(Cpu cpu, Word folio)
    {
        cpu.Step(GupSteps.BackOff);
        cpu.Observe(GupFast.BackedOff, 1);
        PageReference.FolioPutRefs(cpu, mm, folio, options.Pin ? StructPage.PinBias : 1);
    }

    /// <summary>try_get_folio: a reference on the compound page that the page is in; again if it was split meanwhile.</summary>
    private bool TryGetFolio(Cpu cpu, Word page, out Word folio)
    {
        while (true)
        {
            cpu.Step(GupSteps.TakeReference);
            folio = StructPage.CompoundHead(cpu, page);
            if (!AddReference(cpu, folio))
            {
                return false;
            }

            if (!cpu.Step(GupSteps.RecheckHead))
            {
                return true;
            }

            if (StructPage.CompoundHead(cpu, page) == folio)
            {
                return true;
            }

            PageReference.FolioPutRefs(cpu, mm, folio, 1);
        }
    }

    /// <summary>folio_ref_try_add: page_ref_add_unless(page, 1, 0), v6.12 include/linux/page_ref.h.</summary>
    private bool AddReference(Cpu cpu, Word folio)
    {
        MemoryOrder order = options.Order switch
        {
            ReferenceOrder.Full => MemoryOrder.Full,
            ReferenceOrder.Acquire => MemoryOrder.Acquire,
            _ => MemoryOrder.Relaxed,
        };
        if (!cpu.AtomicAddUnless(StructPage.Refcount(folio), 1, 0, order))
        {
            return false;
        }

        if (options.Order == ReferenceOrder.RelaxedThenRmb)
        {
            cpu.SmpRmb();
        }

        return true;
    }
}
