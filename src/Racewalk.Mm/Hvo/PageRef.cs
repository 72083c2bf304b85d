using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>References on struct pages that may be read-only, and the freezing of counts (include/linux/page_ref.h).</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="era">The kernel.</param>
public sealed class PageRef(Vmemmap vmemmap, HvoEra era)
{
    /// <summary>Shown as 1: the reference was taken.</summary>
    public const string Got = "got-reference";

    /// <summary>Shown as 1: the count was 0.</summary>
    public const string WasFree = "count-was-zero";

    /// <summary>Shown as 1: a fake head was found.</summary>
    public const string WasFake = "found-fake-head";

    /// <summary>page_ref_add_unless(page, 1, 0), as folio_try_get and get_page_unless_zero call it.</summary>
    /// <returns>Whether the reference was taken.</returns>
    public Flag AddUnlessZero(Cpu cpu, Word page)
    {
        bool isReader = era is HvoEra.E4 or HvoEra.E5 && cpu.Step(PageRefSteps.Rcu);
        if (isReader)
        {
            cpu.RcuReadLock();
        }

        Flag isTaken = IsWritable(cpu, page) && TakeUnlessZero(cpu, page);
        if (isReader)
        {
            cpu.RcuReadUnlock();
        }

        return isTaken;
    }

    /// <summary>page_ref_freeze(page, 1).</summary>
    /// <returns>Whether nobody held another reference.</returns>
    public Flag Freeze(Cpu cpu, Word page)
    {
        cpu.Step(HvoSteps.Freeze);
        return vmemmap.On(cpu).CompareExchange(StructPage.Refcount(page), 1, 0) == 1;
    }

    /// <summary>page_ref_unfreeze(page, 1).</summary>
    public void Unfreeze(Cpu cpu, Word page)
    {
        cpu.Step(HvoSteps.Unfreeze);
        if (cpu.Step(HvoSteps.UnfreezeRelease))
        {
            vmemmap.On(cpu).StoreRelease(StructPage.Refcount(page), 1);
        }
        else
        {
            vmemmap.On(cpu).Store(StructPage.Refcount(page), 1);
        }
    }

    /// <summary>
    /// The predicate "this mapping is writable": bd225530a4c7's <c>!page_is_fake_head(page) &amp;&amp; page_ref_count(page) != u</c>, or page_count_writable. It may
    /// be false where the mapping is writable, never true where it is not.
    /// </summary>
    private bool IsWritable(Cpu cpu, Word page)
    {
        if (era is HvoEra.E3 or HvoEra.E7 || !IsKeyOn(cpu))
        {
            return true;
        }

        return era == HvoEra.E4
            ? IsNoFakeHead(cpu, page) && IsCounted(cpu, page)
            : IsCounted(cpu, page) && IsNoFakeHead(cpu, page);
    }

    private bool IsKeyOn(Cpu cpu)
    {
        if (vmemmap.StaticKey == 0)
        {
            return true;
        }

        cpu.Step(PageRefSteps.Key);
        if (cpu.ReadOnce(vmemmap.StaticKey) == 0)
        {
            return false;
        }

        return true;
    }

    private bool IsCounted(Cpu cpu, Word page)
    {
        cpu.Step(PageRefSteps.Count);
        bool isAcquire = era == HvoEra.E5 && cpu.Step(PageRefSteps.Acquire);
        Word address = StructPage.Refcount(page);
        Word count = isAcquire ? vmemmap.On(cpu).LoadAcquire(address) : vmemmap.On(cpu).Load(address);
        if (count == 0)
        {
            cpu.Observe(WasFree, 1);
            return false;
        }

        return true;
    }

    private bool IsNoFakeHead(Cpu cpu, Word page)
    {
        if (!cpu.Step(PageRefSteps.FakeHead))
        {
            return true;
        }

        if (CompoundPage.FixedFakeHead(cpu, vmemmap, page) != page)
        {
            cpu.Observe(WasFake, 1);
            return false;
        }

        return true;
    }

    private Flag TakeUnlessZero(Cpu cpu, Word page)
    {
        cpu.Step(PageRefSteps.Add);
        Flag isTaken = vmemmap.On(cpu).AddUnless(StructPage.Refcount(page), 1, 0);
        cpu.Observe(Got, Word.Select(isTaken, 1, 0));
        return isTaken;
    }
}
