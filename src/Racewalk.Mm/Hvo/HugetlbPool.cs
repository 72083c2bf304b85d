using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>The pool of free hugetlb folios, whose counts are 0, and memory-failure's view of it (v6.12 mm/hugetlb.c, mm/memory-failure.c).</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="hugetlbLock">hugetlb_lock: held with interrupts off (spin_lock_irq).</param>
public sealed class HugetlbPool(Vmemmap vmemmap, Spinlock hugetlbLock)
{
    /// <summary>Step: put the folio into the pool.</summary>
    public const string EnqueueStep = "enqueue";

    /// <summary>Step: take it out.</summary>
    public const string DequeueStep = "dequeue";

    /// <summary>Step: memory-failure leaves alone a folio that is neither free nor in use.</summary>
    public const string CheckFreed = "hwpoison-check-freed";

    /// <summary>Step: memory-failure marks the head.</summary>
    public const string SetHwPoison = "set-hwpoison";

    /// <summary>Shown as 1: the head was marked.</summary>
    public const string Marked = "marked-hwpoison";

    /// <summary>enqueue_hugetlb_folio: its count stays 0.</summary>
    public void Enqueue(Cpu cpu, HugetlbFolio folio)
    {
        cpu.Step(EnqueueStep);
        cpu.SpinLockIrqSave(hugetlbLock);
        vmemmap.On(cpu).Or(StructPage.Private(folio.Head(vmemmap)), StructPage.HugetlbFreed);
        cpu.SpinUnlockIrqRestore(hugetlbLock);
    }

    /// <summary>dequeue_hugetlb_folio_node_exact: if the folio is there, unfreezes its count.</summary>
    /// <returns>Whether it was there.</returns>
    public bool TryDequeue(Cpu cpu, HugetlbFolio folio, PageRef reference)
    {
        cpu.Step(DequeueStep);
        cpu.SpinLockIrqSave(hugetlbLock);
        bool isThere = IsFreed(cpu, folio);
        if (isThere)
        {
            reference.Unfreeze(cpu, folio.Head(vmemmap));
            vmemmap.On(cpu).And(StructPage.Private(folio.Head(vmemmap)), ~StructPage.HugetlbFreed);
        }

        cpu.SpinUnlockIrqRestore(hugetlbLock);
        return isThere;
    }

    /// <summary>
    /// __get_huge_page_for_hwpoison: a free folio is marked; one that is neither free nor in use is left alone at the first attempt, and marked all the same at the second
    /// (MF_NO_RETRY).
    /// </summary>
    public void MemoryFailure(Cpu cpu, HugetlbFolio folio, bool isRetry)
    {
        cpu.SpinLockIrqSave(hugetlbLock);
        if (isRetry || !cpu.Step(CheckFreed) || IsFreed(cpu, folio))
        {
            cpu.Step(SetHwPoison);
            vmemmap.On(cpu).Or(StructPage.Flags(folio.Head(vmemmap)), StructPage.HwPoison);
            cpu.Observe(Marked, 1);
        }

        cpu.SpinUnlockIrqRestore(hugetlbLock);
    }

    private bool IsFreed(Cpu cpu, HugetlbFolio folio)
    {
        if ((vmemmap.On(cpu).Load(StructPage.Private(folio.Head(vmemmap))) & StructPage.HugetlbFreed) != 0)
        {
            return true;
        }

        return false;
    }
}
