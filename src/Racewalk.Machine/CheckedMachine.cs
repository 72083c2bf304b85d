using Racewalk.Machine.Contexts;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>The machine that one program runs on: its architecture, its CPUs and which steps the program's configuration keeps. Immutable, but for what it remembers of the locks that were nested.</summary>
public sealed class CheckedMachine
{
    private readonly HashSet<string>? _known;
    private readonly HashSet<string> _dropped;

    /// <summary>A machine.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="cpus">How many CPUs it has: one per thread of the program.</param>
    /// <param name="steps">Names of all steps that the program may ask about; null to accept every name.</param>
    /// <param name="dropped">Names of the steps that are left out.</param>
    public CheckedMachine(Architecture architecture, int cpus, IEnumerable<string>? steps = null, IEnumerable<string>? dropped = null)
    {
        Architecture = architecture;
        Cpus = cpus;
        _known = steps is null ? null : new HashSet<string>(steps, StringComparer.Ordinal);
        _dropped = new HashSet<string>(dropped ?? [], StringComparer.Ordinal);
    }

    /// <summary>The architecture.</summary>
    public Architecture Architecture { get; }

    /// <summary>How many CPUs there are.</summary>
    public int Cpus { get; }

    /// <summary>
    /// The CPUs that some other CPU may interrupt, as a mask. Only these look for interrupts: elsewhere a switch point would only multiply
    /// equal executions.
    /// </summary>
    public ulong Interruptible { get; init; }

    /// <summary>The functions that interrupts run; the program's handler of the same index serves each.</summary>
    public IReadOnlyList<IpiFunction> Functions { get; init; } = [IpiFunction.DoNothing, IpiFunction.FlushTlbFunc];

    /// <summary>
    /// Whether its programs wait for grace periods. Only then are read-side sections part of executions: rcu_read_lock, interrupts off, spinlocks, handlers.
    /// </summary>
    public bool HasGracePeriods { get; init; }

    /// <summary>
    /// What its programs give to call_rcu. For each there is a thread behind the CPUs' (<see cref="RcuThreads"/>), so callbacks run beside each other, as those of
    /// different CPUs do.
    /// </summary>
    public IReadOnlyList<RcuHead> RcuHeads { get; init; } = [];

    /// <summary>Where the call data of inter-processor interrupts lie: one word per pair of sender and target (call_single_data, v6.12 kernel/smp.c).</summary>
    public ulong CallDataBase { get; init; } = 0xc5d0_0000;

    /// <summary>Where x86's flushes lie: one word per sender that says what is flushed (flush_tlb_info, v6.12 arch/x86/mm/tlb.c).</summary>
    public ulong FlushInfoBase { get; init; } = 0xc5d1_0000;

    /// <summary>
    /// Where a host says that it has preempted a virtual CPU, and is told to flush before that runs again: one word per CPU (steal_time.preempted, v6.12
    /// arch/x86/kernel/kvm.c).
    /// </summary>
    public ulong PreemptedBase { get; init; } = 0xc5d2_0000;

    /// <summary>The address spaces that its CPUs walk; without any, no access is translated and a flush invalidates nothing.</summary>
    public IReadOnlyList<AddressSpace> AddressSpaces
    {
        get;
        init
        {
            if (value.Count > 0 && !Architecture.HasTranslation)
            {
                IEnumerable<string> others = Architecture.All.Where(static a => a.HasTranslation).Select(static a => a.Name).Distinct();
                throw new NotSupportedException(
                    $"accesses through virtual addresses are not modelled on {Architecture.Name}: only on {string.Join(", ", others)}");
            }

            foreach (AddressSpace space in value)
            {
                space.Check();
                if (!space.Format.IsWalkedWith(Architecture.Flush))
                {
                    throw new InvalidOperationException($"{Architecture.Name} does not walk tables of the format of {space.Name}");
                }
            }

            field = value;
        }
    } = [];

    /// <summary>What its CPUs can do with page tables.</summary>
    /// <exception cref="InvalidOperationException">No CPU has these.</exception>
    public TranslationFeatures Translation
    {
        get;
        init => field = value is { HardwareDirty: true, HardwareAccessFlag: false }
            ? throw new InvalidOperationException("hardware that manages the dirty state manages the access flag, too (Arm ARM, TCR_EL1.HD)")
            : value;
    } = new();

    /// <summary>The kernel's page fault handler; null if every fault is unexpected.</summary>
    public Func<Cpu, PageFault, FaultResolution>? PageFaultHandler { get; init; }

    /// <summary>What interrupts its CPUs on its own.</summary>
    public IReadOnlyList<InterruptSource> Interrupts { get; init; } = [];

    /// <summary>Whether the kernel is PREEMPT_RT: a spinlock_t sleeps, a softirq is a task.</summary>
    public bool PreemptRt { get; init; }

    /// <summary>Whether whoever holds a lock that others sleep on inherits their priority, as PREEMPT_RT has it.</summary>
    public bool InheritsPriority { get; init; } = true;

    /// <summary>The virtual CPU that the host may halt for ever, at any point; -1 for none. What the others then wait for tells which waits are bounded.</summary>
    public int HaltedCpu { get; init; } = -1;

    /// <summary>Whether arm64 has pseudo-NMIs (irqchip.gicv3_pseudo_nmi=1 and GICv3, v6.12 Documentation/admin-guide/kernel-parameters.txt).</summary>
    public bool HasPseudoNmi { get; init; }

    /// <summary>Whether some context has taken a lock while it held another, as far as its code has been run.</summary>
    public bool NestsLocks { get; internal set; }

    /// <summary>What a location is called in messages.</summary>
    public Func<ulong, string> LocationName { get; init; } = static address => $"[0x{address:x}]";

    /// <summary>The program's handlers, to be given to <see cref="CheckedProgram.Handlers"/>.</summary>
    public IReadOnlyList<ThreadBody> Handlers =>
    [
        .. Functions.Select(f => (ThreadBody)(context => Handle(context, f))),
        .. RcuHeads.Select(h => (ThreadBody)(context => new Cpu(this, context, ContextKind.Softirq).RunCallback(h))),
    ];

    /// <summary>The threads that run RCU callbacks, to follow the CPUs' in <see cref="CheckedProgram.Threads"/>: they have nothing else to do.</summary>
    public IReadOnlyList<ThreadBody> RcuThreads => [.. RcuHeads.Select(static _ => (ThreadBody)(static _ => { }))];

    /// <summary>The functions that come as NMIs, a bit each.</summary>
    internal ulong NmiFunctions => Functions.Select(static (f, i) => f.IsNmi ? 1UL << i : 0).Aggregate(0UL, static (a, b) => a | b);

    /// <summary>The thread that runs a task on one CPU of this machine, and checks when it ends that it leaves nothing behind.</summary>
    public ThreadBody Task(Action<Cpu> body)
    {
        ContextRules.Check(this);
        return context =>
        {
            if (HasContexts(context.Thread))
            {
                CpuContexts.Run(this, context, [new CpuTask("the task", 0, body)]);
                return;
            }

            var cpu = new Cpu(this, context, ContextKind.Task);
            body(cpu);
            cpu.Finish();
        };
    }

    /// <summary>The thread that runs some tasks on one CPU, as its scheduler has it.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public ThreadBody Tasks(params CpuTask[] tasks)
    {
        ContextRules.Check(this);
        ContextRules.Check(this, tasks);
        return context => CpuContexts.Run(this, context, tasks);
    }

    /// <summary>What a location is called, call data included.</summary>
    public string Name(ulong address)
    {
        ulong pair = (address - CallDataBase) / 8;
        return address >= CallDataBase && pair < (ulong)(Cpus * Cpus) ? $"csd[{pair / (ulong)Cpus}→{pair % (ulong)Cpus}]"
            : IsOfCpu(address, FlushInfoBase) ? $"flush_tlb_info[{(address - FlushInfoBase) / 8}]"
            : IsOfCpu(address, PreemptedBase) ? $"preempted[{(address - PreemptedBase) / 8}]"
            : RcuHeads.FirstOrDefault(h => h.Address == address) is { } head ? head.Name
            : LocationName(address);
    }

    internal bool Keeps(string step)
    {
        if (_known is not null && !_known.Contains(step))
        {
            throw new InvalidOperationException($"the program asks about a step '{step}' that it does not list");
        }

        return !_dropped.Contains(step);
    }

    private bool HasContexts(int cpu) => HaltedCpu == cpu || Interrupts.Any(i => (i.Cpus >> cpu & 1) != 0);

    private void Handle(ThreadContext context, IpiFunction function)
    {
        ContextKind kind = function.IsNmi ? ContextKind.Nmi : ContextKind.Hardirq;
        if (HasContexts(context.Thread))
        {
            CpuContexts.RunHandler(this, context, function, kind);
            return;
        }

        new Cpu(this, context, kind).HandleCall(function);
    }

    internal bool IsInterruptible(int cpu) => (Interruptible >> cpu & 1) != 0;

    internal ulong CallData(int sender, int target) => CallDataBase + (ulong)((sender * Cpus) + target) * 8;

    internal ulong FlushInfo(int sender) => FlushInfoBase + ((ulong)sender * 8);

    internal ulong Preempted(int cpu) => PreemptedBase + ((ulong)cpu * 8);

    private bool IsOfCpu(ulong address, ulong words) => address >= words && (address - words) / 8 < (ulong)Cpus;

    internal int IndexOf(RcuHead head)
    {
        for (int i = 0; i < RcuHeads.Count; i++)
        {
            if (ReferenceEquals(RcuHeads[i], head))
            {
                return i;
            }
        }

        throw new InvalidOperationException($"the machine has no RCU head {head.Name}");
    }

    internal int Handler(IpiFunction function)
    {
        for (int i = 0; i < Functions.Count; i++)
        {
            if (ReferenceEquals(Functions[i], function))
            {
                return i;
            }
        }

        throw new InvalidOperationException($"the machine has no function {function.Name}");
    }
}
