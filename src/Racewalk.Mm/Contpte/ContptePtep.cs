using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Contpte;

/// <summary>How ptep_get_lockless reads a set.</summary>
public enum LocklessForm
{
    /// <summary>All of it (v6.12).</summary>
    Whole,

    /// <summary>Until both the access flag and the dirty state are found (7.x): entries behind that are not looked at.</summary>
    EarlyExit,

    /// <summary>Not at all: the access flag and the dirty state are what the entry itself says (ptep_get_lockless_norecency, posted in February 2024, not merged).</summary>
    NoRecency,
}

/// <summary>
/// An entry may be one of a contiguous set, whose access flag and dirty state may be in any entry of the set (v6.12 arch/arm64/mm/contpte.c). Not modelled: sets of the kernel, of
/// which there are none.
/// </summary>
/// <param name="block">The sets.</param>
/// <param name="form">How ptep_get_lockless reads one.</param>
/// <param name="convert">What folds and unfolds them.</param>
public sealed class ContptePtep(ContBlock block, LocklessForm form, ContpteConvert convert) : PtepAccess
{
    /// <summary>Observed: the entry that ptep_get_lockless returned.</summary>
    public const string Returned = "lockless-returned";

    private const string Loop = "contpte_ptep_get_lockless";

    /// <summary>contpte_ptep_get.</summary>
    /// <inheritdoc/>
    public override Word Get(Cpu cpu, Word ptep)
    {
        Word pte = cpu.ReadOnce(ptep);
        if (!ContBlock.IsValidCont(pte))
        {
            return pte;
        }

        Word start = block.AlignDown(ptep);
        for (int i = 0; i < block.Entries; i++)
        {
            pte = block.Gather(pte, cpu.ReadOnce(ContBlock.EntryAt(start, i)));
        }

        return pte;
    }

    /// <summary>contpte_ptep_get_lockless.</summary>
    /// <inheritdoc/>
    public override Word GetLockless(Cpu cpu, Word ptep)
    {
        while (true)
        {
            cpu.LoopHead(Loop, "a contiguous set that is consistent", ptep);
            cpu.Step(ContpteSteps.Read);
            Word pte = cpu.ReadOnce(ptep);
            bool isDone = true;
            if (form != LocklessForm.NoRecency && ContBlock.IsValidCont(pte))
            {
                isDone = TryGather(cpu, ptep, ref pte);
            }

            if (isDone)
            {
                cpu.Observe(Returned, pte);
                return pte;
            }
        }
    }

    /// <summary>set_ptes of one entry: unfolds the set that it is in, or folds the set that it completes.</summary>
    /// <inheritdoc/>
    public override void Set(Cpu cpu, MmStruct mm, int page, Word ptep, Word pte)
    {
        convert.TryUnfold(cpu, mm, page, ptep);
        cpu.WriteOnce(ptep, pte & ~PageTableEntry.Contiguous);
        convert.TryFold(cpu, mm, page, ptep, pte & ~PageTableEntry.Contiguous);
    }

    /// <inheritdoc/>
    public override Word GetAndClear(Cpu cpu, MmStruct mm, int page, Word ptep)
    {
        convert.TryUnfold(cpu, mm, page, ptep);
        return cpu.XchgRelaxed(ptep, 0);
    }

    // Whether the set was consistent.
    private bool TryGather(Cpu cpu, Word ptep, ref Word pte)
    {
        Word start = block.AlignDown(ptep);
        Word expected = ContBlock.OldClean(block.FirstOf(pte));
        Flag isDirty = false;
        Flag isYoung = false;
        cpu.Step(ContpteSteps.Gather);
        for (int i = 0; i < block.Entries; i++)
        {
            Word entry = cpu.ReadOnce(ContBlock.EntryAt(start, i));
            if (cpu.Step(ContpteSteps.Validate) && ContBlock.OldClean(entry) != ContBlock.Advance(expected, i))
            {
                return false;
            }

            pte = block.Gather(pte, entry);
            isDirty |= block.Pte.IsDirty(entry);
            isYoung |= ContBlock.IsYoung(entry);
            if (form == LocklessForm.EarlyExit && (isDirty & isYoung))
            {
                return true;
            }
        }

        return true;
    }
}
