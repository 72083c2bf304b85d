using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

// What GUP-fast looks at again once it has its reference.
internal enum Recheck
{
    Nothing,
    Pte,
    Both,
    RmbThenBoth,
}

/// <summary>gup_fast_pte_range, FOLL_GET (v6.12 mm/gup.c). An entry is an address plus 1; a PTE's is that of the page's count.</summary>
internal static class GupFast
{
    private const ulong Present = 1;

    [CheckedCode]
    public static Action<Cpu> GetPage(ulong pmdp, Recheck recheck, MemoryOrder order, string got, string backedOff) => cpu =>
    {
        Word pmd = cpu.ReadOnce(pmdp);
        if ((pmd & Present) == 0)
        {
            return;
        }

        Word ptep = pmd - Present;
        Word pte = cpu.ReadOnce(ptep);
        if ((pte & Present) == 0)
        {
            return;
        }

        // try_get_folio
        Word refcount = pte - Present;
        if (!cpu.AtomicAddUnless(refcount, 1, 0, order))
        {
            return;
        }

        if (recheck == Recheck.RmbThenBoth)
        {
            cpu.SmpRmb();
        }

        if (recheck >= Recheck.Both && IsOther(cpu, pmdp, pmd) || recheck >= Recheck.Pte && IsOther(cpu, ptep, pte))
        {
            cpu.Observe(backedOff, 1);
            cpu.AtomicSubAndTest(refcount, 1);
            return;
        }

        cpu.Observe(got, 1);
    };

    [CheckedCode]
    private static bool IsOther(Cpu cpu, Word address, Word entry) => cpu.ReadOnce(address) != entry ? true : false;
}
