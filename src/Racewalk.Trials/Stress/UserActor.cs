using Racewalk.Hardware;
using Racewalk.Mm.Faults;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>A thread of the process: stores to its own words, reads them again and reads those of others, through its CPU's TLB.</summary>
internal sealed class UserActor : StressActor
{
    private const int Burst = 16;

    private readonly Ledger _ledger;
    private readonly UserAccess _access;
    private readonly DontneedActor _oom;

    internal UserActor(StressContext context)
        : base("user", context)
    {
        _ledger = context.NewLedger(isUser: true);
        _access = new UserAccess(Name, context, _ledger);
        _oom = new DontneedActor(context);
    }

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.AnyPmd(ref random);
        for (int i = 0; i < Burst; i++)
        {
            int page = (pmd * MmWorld.PtrsPerTable) + (int)random.Below((uint)MmWorld.PtrsPerTable);
            uint choice = random.Below(10);
            VmFault fault = choice < 5 ? _access.Store(cpu, page)
                : choice < 8 ? _access.Load(cpu, page)
                : _access.LoadForeign(cpu, page, (int)random.Below((uint)Context.Ledgers.Count));
            Count(fault switch
            {
                VmFault.None => choice < 5 ? "store" : "load",
                VmFault.Oom => "no memory",
                _ => "SIGSEGV",
            });
            if (fault == VmFault.Oom)
            {
                // The OOM killer would take a process; this one gives some of its memory back.
                _oom.Run(cpu, ref random);
                return;
            }
        }
    }
}
