using System.Runtime.CompilerServices;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Gup;

/// <content>Taking a reference or a pin on a page that may be freed at any time, and giving it back (v6.12 mm/gup.c).</content>
public sealed partial class GupFast
{
    private readonly MemoryOrder _order = options.Order switch
    {
        ReferenceOrder.Full => MemoryOrder.Full,
        ReferenceOrder.Acquire => MemoryOrder.Acquire,
        _ => MemoryOrder.Relaxed,
    };

    private readonly bool _fencesReads = options.Order == ReferenceOrder.RelaxedThenRmb;

    /// <summary>try_grab_folio_fast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGrabFolioFast(Cpu cpu, Word page, out Word folio)
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
    private void BackOff(Cpu cpu, Word folio)
    {
        cpu.Step(GupSteps.BackOff);
        cpu.Observe(BackedOff, 1);
        PageReference.FolioPutRefs(cpu, mm, folio, _isPin ? StructPage.PinBias : 1);
    }

    /// <summary>try_get_folio: a reference on the compound page that the page is in; again if it was split meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGetFolio(Cpu cpu, Word page, out Word folio)
    {
        cpu.Step(GupSteps.TakeReference);
        folio = StructPage.CompoundHead(cpu, page);
        if (!AddReference(cpu, folio))
        {
            return false;
        }

        if (IsStillIn(cpu, page, folio))
        {
            return true;
        }

        (bool isTaken, folio) = GetFolioAgain(cpu, page, folio);
        return isTaken;
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

    // It was split meanwhile. Apart, so that the usual way keeps all in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (bool IsTaken, Word Folio) GetFolioAgain(Cpu cpu, Word page, Word folio)
    {
        do
        {
            PageReference.FolioPutRefs(cpu, mm, folio, 1);
            cpu.Step(GupSteps.TakeReference);
            folio = StructPage.CompoundHead(cpu, page);
            if (!AddReference(cpu, folio))
            {
                return (false, folio);
            }
        }
        while (!IsStillIn(cpu, page, folio));
        return (true, folio);
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
