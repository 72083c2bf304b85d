using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>
/// Strategy C: no entry is ever invalid. A block becomes a table in place, which needs FEAT_BBM level 2 on every CPU; an output address changes while the entry is read-only
/// and the two pages have the same contents, which needs nothing (R_WHZWS; Catalin Marinas and Yu Zhao, July 2024, not merged). Each step is flushed before the next.
/// </summary>
/// <param name="vmemmap">The memmap.</param>
public sealed class EqualContentsUpdate(Vmemmap vmemmap) : VmemmapUpdate(vmemmap)
{
    /// <inheritdoc/>
    public override bool CanFlushByInterrupt => true;

    /// <summary>C1: the block becomes a table that maps the same pages.</summary>
    public override void Split(Cpu cpu, IReadOnlyList<EntryUpdate> table)
    {
        cpu.Step(UpdateSteps.Split);
        Vmemmap.SetPte(cpu, table[0].Address, table[0].Value);
        Flush(cpu, table[0]);
    }

    /// <inheritdoc/>
    public override void Update(Cpu cpu, IReadOnlyList<EntryUpdate> entries, Action<Cpu>? between = null)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            EntryUpdate entry = entries[i];
            Word old = cpu.ReadOnce(entry.Address);
            cpu.Step(UpdateSteps.MakeReadOnly);
            Vmemmap.SetPte(cpu, entry.Address, Vmemmap.Pte.WriteProtect(old));
            Flush(cpu, UpdateSteps.ReadOnlyFlush, entry);
            between?.Invoke(cpu);
            if (cpu.Step(UpdateSteps.EqualContents))
            {
                CopyTo(cpu, old, entry.Value);
            }

            if (cpu.Step(UpdateSteps.EqualWmb))
            {
                cpu.SmpWmb();
            }

            cpu.Step(UpdateSteps.MoveReadOnly);
            Vmemmap.SetPte(cpu, entry.Address, Vmemmap.Pte.WriteProtect(entry.Value));
            Flush(cpu, UpdateSteps.MoveFlush, entry);
            if ((entry.Value & PageTableEntry.Write) != 0)
            {
                cpu.Step(UpdateSteps.MakeWritable);
                Vmemmap.SetPte(cpu, entry.Address, entry.Value);
                Flush(cpu, entry);
            }
        }
    }

    private void Flush(Cpu cpu, string step, EntryUpdate entry)
    {
        if (cpu.Step(step))
        {
            Flush(cpu, entry);
        }
    }

    // Through the linear map: the tail's page gets what the page has that it will be mapped to; the head's new page gets what the head has.
    private void CopyTo(Cpu cpu, Word old, ulong value)
    {
        bool isTail = (value & PageTableEntry.Write) == 0;
        Word from = PageTableEntry.FrameAddress(isTail ? value : old);
        Word to = PageTableEntry.FrameAddress(isTail ? old : value);
        cpu.CopyPage(to, from, Vmemmap.Words);
    }
}
