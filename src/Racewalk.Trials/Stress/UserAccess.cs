using Racewalk.Hardware;
using Racewalk.Mm.Faults;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>Loads and stores of user code to its words, which are looked at: data that are wrong, and signals that nothing explains, are violations.</summary>
/// <param name="actor">Who makes them.</param>
/// <param name="context">What all share.</param>
/// <param name="ledger">What it has stored.</param>
internal sealed class UserAccess(string actor, StressContext context, Ledger ledger)
{
    /// <summary>Stores a new value.</summary>
    internal VmFault Store(Cpu cpu, int page)
    {
        int pmd = page / MmWorld.PtrsPerTable;
        int offset = Ledger.OffsetOf(ledger.Owner, page);
        LossStamp data = context.Data(pmd).Stamp();
        LossStamp area = context.Areas(pmd).Stamp();
        LossStamp permission = context.Permissions(pmd).Stamp();
        ulong value = ledger.Next(page);
        VmFault fault = context.World.Store(cpu, context.World.Space.AddressOf(page, offset), value);
        if (fault == VmFault.None)
        {
            ledger.Stored(page, value, data);
        }
        else if (fault == VmFault.Sigsegv && !context.Areas(pmd).MayHaveLostSince(area) && !context.Permissions(pmd).MayHaveLostSince(permission))
        {
            context.Wrong(cpu, actor, page, offset, "cannot be written: SIGSEGV, though its VMA was there and writable");
        }

        return fault;
    }

    /// <summary>Loads the value that was stored last.</summary>
    internal VmFault Load(Cpu cpu, int page)
    {
        int pmd = page / MmWorld.PtrsPerTable;
        int offset = Ledger.OffsetOf(ledger.Owner, page);
        LossStamp moment = context.Data(pmd).Stamp();
        VmFault fault = TryLoad(cpu, page, offset, out ulong value);
        if (fault == VmFault.None && ledger.Read(page, value, moment) is { } wrong)
        {
            context.Wrong(cpu, actor, page, offset, wrong);
        }

        return fault;
    }

    /// <summary>Loads another's word.</summary>
    internal VmFault LoadForeign(Cpu cpu, int page, int owner)
    {
        int offset = Ledger.OffsetOf(owner, page);
        VmFault fault = TryLoad(cpu, page, offset, out ulong value);
        if (fault == VmFault.None && Ledger.ReadForeign(page, owner, value) is { } wrong)
        {
            context.Wrong(cpu, actor, page, offset, wrong);
        }

        return fault;
    }

    private VmFault TryLoad(Cpu cpu, int page, int offset, out ulong value)
    {
        LossClock areas = context.Areas(page / MmWorld.PtrsPerTable);
        LossStamp area = areas.Stamp();
        VmFault fault = context.World.Load(cpu, context.World.Space.AddressOf(page, offset), out value);
        if (fault == VmFault.Sigsegv && !areas.MayHaveLostSince(area))
        {
            context.Wrong(cpu, actor, page, offset, "cannot be read: SIGSEGV, though its VMA was there");
        }

        return fault;
    }
}
