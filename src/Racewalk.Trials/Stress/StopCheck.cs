using Racewalk.Hardware;
using Racewalk.Mm.Memory;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>Looks at everything while all CPUs are stopped: the world's counts, tables and locks, and every word that anybody has stored.</summary>
/// <param name="context">What all share.</param>
/// <param name="actors">All actors.</param>
internal sealed class StopCheck(StressContext context, IReadOnlyList<StressActor> actors)
{
    private const int MostDataViolations = 20;

    private readonly WorldAudit _audit = new(context.World);

    /// <summary>Looks at the world and at the data; what is wrong goes to the context.</summary>
    internal void Check(Cpu cpu)
    {
        if (CheckWorld(cpu))
        {
            // Where tables are broken, data are not worth a look.
            CheckData(cpu);
        }
    }

    /// <summary>Looks at the world alone.</summary>
    /// <returns>Whether nothing is wrong.</returns>
    internal bool CheckWorld(Cpu cpu)
    {
        cpu.RcuBarrier();
        IReadOnlyList<Violation> violations = _audit.Check(cpu, actors.SelectMany(static a => a.Held));
        foreach (Violation violation in violations)
        {
            context.Add(violation);
        }

        return violations.Count == 0;
    }

    private void CheckData(Cpu cpu)
    {
        int wrong = 0;
        for (int page = 0; page < context.Pages && wrong < MostDataViolations; page++)
        {
            ulong frame = FrameOf(cpu, page);
            LossStamp moment = context.Data(page / MmWorld.PtrsPerTable).Stamp();
            foreach (Ledger ledger in context.Ledgers)
            {
                int offset = Ledger.OffsetOf(ledger.Owner, page);
                ulong value = frame == 0 ? 0 : cpu.ReadOnce(frame + (ulong)offset);
                if (ledger.Read(page, value, moment) is { } what)
                {
                    context.Wrong(cpu, "the check at a stop", page, offset, what);
                    wrong++;
                }
            }
        }
    }

    // 0 if nothing is mapped; the zero page holds zeros as well.
    private ulong FrameOf(Cpu cpu, int page)
    {
        MmStruct mm = context.World.Mm;
        ulong pmd = cpu.ReadOnce(mm.PmdOffset(page / MmWorld.PtrsPerTable));
        int pteIndex = page % MmWorld.PtrsPerTable;
        if (PageTableEntry.IsHuge(pmd))
        {
            return PageTableEntry.FrameAddress(pmd) + ((ulong)pteIndex << PageTableEntry.PfnShift);
        }

        return PageTableEntry.None(pmd) ? 0 : PageTableEntry.FrameAddress(cpu.ReadOnce(mm.PteOffset(pmd, pteIndex)));
    }
}
