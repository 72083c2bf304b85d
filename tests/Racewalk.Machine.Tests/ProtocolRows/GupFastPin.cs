using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

// What the programs on PG_anon_exclusive leave out, on either side.
[Flags]
internal enum MissingOrder
{
    Nothing = 0,
    MbBeforePinCheck = 1,
    MbBeforeRestore = 2,
    GupRmb = 4,
    MbAfterPin = 8,
    PinOrder = 16,

    // The PTE is cleared by a store (pte_clear) where ptep_get_and_clear is an xchg.
    PlainClear = 32,
}

/// <summary>gup_fast_pte_range, FOLL_PIN of a read-only PTE to read (v6.12 mm/gup.c). A page is its count, then its flags.</summary>
internal static class GupFastPin
{
    public const ulong FlagsOffset = 8;
    public const ulong AnonExclusive = 0x10;
    public const ulong PinBias = 1024;

    private const ulong Present = 1;

    [CheckedCode]
    public static Action<Cpu> PinPage(ulong ptep, MissingOrder missing, string pinned, string backedOff) => cpu =>
    {
        Word pte = cpu.ReadOnce(ptep);
        if ((pte & Present) == 0)
        {
            return;
        }

        Word page = pte - Present;
        if (!TryPin(cpu, page, missing))
        {
            return;
        }

        if (cpu.ReadOnce(ptep) != pte || MustUnshare(cpu, page, missing))
        {
            // gup_put_folio
            cpu.Observe(backedOff, 1);
            cpu.AtomicSubAndTest(page, PinBias);
            return;
        }

        cpu.Observe(pinned, 1);
    };

    // try_grab_folio_fast: the reference is fully ordered, the rest of the pin is added by an atomic without order.
    [CheckedCode]
    private static bool TryPin(Cpu cpu, Word page, MissingOrder missing)
    {
        if (missing.HasFlag(MissingOrder.PinOrder))
        {
            return cpu.AtomicAddUnless(page, PinBias, 0, MemoryOrder.Relaxed) ? true : false;
        }

        if (!cpu.AtomicAddUnless(page, 1, 0))
        {
            return false;
        }

        cpu.AtomicAdd(page, PinBias - 1);
        if (!missing.HasFlag(MissingOrder.MbAfterPin))
        {
            cpu.SmpMbAfterAtomic();
        }

        return true;
    }

    [CheckedCode]
    private static bool MustUnshare(Cpu cpu, Word page, MissingOrder missing)
    {
        if (!missing.HasFlag(MissingOrder.GupRmb))
        {
            cpu.SmpRmb();
        }

        return (cpu.ReadOnce(page + FlagsOffset) & AnonExclusive) == 0 ? true : false;
    }
}
