using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>How free pages become a hugetlb folio whose count is frozen, and back (v6.12 mm/hugetlb.c, mm/internal.h).</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="era">The kernel.</param>
public sealed class HugetlbAlloc(Vmemmap vmemmap, HvoEra era)
{
    /// <summary>Shown as 1: the page was freed, and is a tail.</summary>
    public const string Freed = "page-freed";

    private readonly PageRef _reference = new(vmemmap, era);

    /// <summary>put_page of the page that is to be a tail, and the allocation of the folio; the rest of it was free.</summary>
    /// <returns>Whether there is a folio: somebody else may hold a reference on the page.</returns>
    public bool AllocateFrozen(Cpu cpu, HugetlbFolio folio, Word page)
    {
        TranslatedCpu kernel = vmemmap.On(cpu);
        cpu.Step(HvoSteps.PutPage);
        Word before = kernel.FetchAdd(StructPage.Refcount(page), ulong.MaxValue);
        if (before != 1)
        {
            return false;
        }

        cpu.Observe(Freed, 1);
        cpu.Step(HvoSteps.PrepareTail);
        kernel.Store(StructPage.CompoundHeadWord(page), folio.CompoundInfo(vmemmap, era));
        if (!_reference.Freeze(cpu, folio.Head(vmemmap)))
        {
            return false;
        }

        return true;
    }
}
