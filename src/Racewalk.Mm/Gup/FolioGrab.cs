using System.Runtime.CompilerServices;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Gup;

/// <summary>Taking a reference or a pin on a page that may be freed at any time, and giving it back (v6.12 mm/gup.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="options">What is asked for.</param>
internal sealed class FolioGrab(MmStruct mm, GupOptions options)
{
    private readonly MemoryOrder _order = options.Order switch
    {
        ReferenceOrder.Full => MemoryOrder.Full,
        ReferenceOrder.Acquire => MemoryOrder.Acquire,
        _ => MemoryOrder.Relaxed,
    };

    private readonly bool _isPin = options.Pin;
    private readonly bool _fencesReads = options.Order == ReferenceOrder.RelaxedThenRmb;

    /// <summary>try_grab_folio_fast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGrabFolioFast(Cpu cpu, Word page, out Word folio)
    {
        if (!TryGetFolio(cpu, page, out folio))
        {
            return false;
        }

        if (!_isPin)
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
        PageReference.FolioPutRefs(cpu, mm, folio, _isPin ? StructPage.PinBias : 1);
    }

    /// <summary>try_get_folio: a reference on the compound page that the page is in; again if it was split meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGetFolio(Cpu cpu, Word page, out Word folio)
    {
        cpu.Step(GupSteps.TakeReference);
        folio = StructPage.CompoundHead(cpu, page);
        return AddReference(cpu, folio) && (IsStillIn(cpu, page, folio) || TryGetFolioAgain(cpu, page, ref folio));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsStillIn(Cpu cpu, Word page, Word folio)
    {
        if (!cpu.Step(GupSteps.RecheckHead))
        {
            return true;
        }

        return StructPage.CompoundHead(cpu, page) == folio ? true : false;
    }

    // Apart, as the walk around the usual way is better without the loop.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGetFolioAgain(Cpu cpu, Word page, ref Word folio)
    {
        do
        {
            PageReference.FolioPutRefs(cpu, mm, folio, 1);
            cpu.Step(GupSteps.TakeReference);
            folio = StructPage.CompoundHead(cpu, page);
            if (!AddReference(cpu, folio))
            {
                return false;
            }
        }
        while (!IsStillIn(cpu, page, folio));
        return true;
    }

    /// <summary>folio_ref_try_add: page_ref_add_unless(page, 1, 0), v6.12 include/linux/page_ref.h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AddReference(Cpu cpu, Word folio)
    {
        if (!cpu.AtomicAddUnless(StructPage.Refcount(folio), 1, 0, _order))
        {
            return false;
        }

        if (_fencesReads)
        {
            cpu.SmpRmb();
        }

        return true;
    }
}
