using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>E7: the page of true tails that all folios of one zone and order share (vmemmap_get_tail, 7.x mm/hugetlb_vmemmap.c).</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="slot">The address of the word that says which frame it is (zone->vmemmap_tails[]).</param>
public sealed class SharedTail(Vmemmap vmemmap, ulong slot)
{
    /// <summary>vmemmap_get_tail: the frame; who is the first fills one and publishes it, who comes second in that frees its own.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="own">A frame to fill if there is none.</param>
    /// <param name="info">What each tail says of its head.</param>
    public Word Get(Cpu cpu, ulong own, ulong info)
    {
        cpu.Step(HvoSteps.GetTail);
        Word tail = cpu.ReadOnce(slot);
        if (tail != 0)
        {
            return tail;
        }

        cpu.Step(HvoSteps.FillTail);
        foreach (int word in vmemmap.Words)
        {
            cpu.WriteOnce(PhysicalMemory.FrameAddress(own) + (ulong)word, StructPage.IsCompoundHeadWord(word) ? info : 0UL);
        }

        MemoryOrder order = cpu.Step(HvoSteps.PublishTail) ? MemoryOrder.Full : MemoryOrder.Relaxed;
        if (cpu.Cmpxchg(slot, 0, own, order) == 0)
        {
            return own;
        }

        vmemmap.Pages.Free(cpu, own);
        return cpu.ReadOnce(slot);
    }
}
