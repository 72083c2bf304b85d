namespace Racewalk.Scenarios.HvoArm64;

/// <summary>The axes of hvo-arm64/update.</summary>
internal static class UpdateAxes
{
    /// <summary>The architecture: x86-64 is there for what a flush by interrupt makes of strategy A'.</summary>
    internal static Axis Arch { get; } = new(CommonAxes.Arch.Name, ["arm64", "x86-64"], "arm64; x86-64 only with strategy=own-lock-*: what becomes of a lock with interrupts off where the flush is an interrupt");

    /// <summary>The strategy.</summary>
    internal static Axis Strategy { get; } = new(
        "strategy",
        [
            "stop-machine", "none", "fault-handler", "own-lock-irq", "own-lock-plain", "own-lock-irqsave", "own-lock-raw", "equal-contents", "pause-masks", "pause-masks-raw", "pause-counter",
        ],
        "none: in place. fault-handler: A, break-before-make under init_mm.page_table_lock, and a fault handler that takes it. own-lock-*: A', a lock of its own, taken by spin_lock_irq on both sides, "
            + "by spin_lock_irq and in the handler spin_lock, by irqsave, or raw with irqsave. stop-machine: B. equal-contents: C. pause-masks: D v1, with a spinlock_t or a raw one. pause-counter: D v2");

    /// <summary>Who else.</summary>
    internal static Axis Context { get; } = new(
        "context",
        ["task", "irqs-off", "softirq", "hardirq", "task-hardirq", "nmi", "self", "lock-waiter", "writer", "store"],
        "who else there is: a task; a task with interrupts off; a softirq, an interrupt; a task and an interrupt on its CPU; an NMI; the writer itself, between break and make; a task that waits with interrupts off for a lock that the "
            + "writer holds; a second writer; a task that writes to the struct page");

    /// <summary>How many CPUs.</summary>
    internal static Axis Cpus { get; } = new("cpus", ["2", "1"], "whether the other is on another CPU than the writer, or on the writer's");

    /// <summary>PREEMPT_RT.</summary>
    internal static Axis Rt { get; } = new("rt", ["no", "yes"], "PREEMPT_RT: spinlocks that are not raw sleep, and a task that holds one can be preempted");

    /// <summary>Pseudo-NMIs.</summary>
    internal static Axis Nmi { get; } = new("nmi", ["no", "yes"], "whether there are pseudo-NMIs; strategy D then uses them to pause CPUs");

    /// <summary>Halted virtual CPUs.</summary>
    internal static Axis Vcpu { get; } = new(
        "vcpu", ["run", "writer-halts", "other-halts"], "run: every virtual CPU runs; otherwise the host may halt one for ever, and only the waits of the other are judged");

    /// <summary>How the memmap is mapped.</summary>
    internal static Axis Memmap { get; } = new("memmap", ["page", "block"], "whether the memmap is mapped by PTEs at first, or by a block that must be split");

    /// <summary>FEAT_BBM.</summary>
    internal static Axis Bbm { get; } = new(
        "bbm", ["0", "1", "2", "mixed", "late"], "the level of FEAT_BBM; mixed: 2 on CPU 0, 0 on CPU 1; late: a CPU with level 0 would be onlined after the others were found to have 2");

    /// <summary>Which entry.</summary>
    internal static Axis Entry { get; } = new("entry", ["tail", "head"], "which entry changes: of a page of tails, which becomes read-only; or of the head's page, which moves and stays writable");

    /// <summary>What tails are mapped to.</summary>
    internal static Axis Tails { get; } = new(
        "tails", ["fake-heads", "shared"], "what a page of tails is mapped to: the head's page, so that it shows a fake head; or, since 7.x, a shared page of true tails, which are what the tails were before");

    /// <summary>FEAT_ETS2.</summary>
    internal static Axis Ets { get; } = new("ets", ["2", "0"], "FEAT_ETS2: without it a walk may find an entry invalid that an earlier access has seen valid, a spurious fault");

    /// <summary>All, in the order of the scenario.</summary>
    internal static IReadOnlyList<Axis> All { get; } = [Arch, Strategy, Context, Cpus, Rt, Nmi, Vcpu, Memmap, Entry, Tails, Bbm, Ets];

    /// <summary>Why a configuration makes no sense; null if it does.</summary>
    internal static string? Refusal(Configuration configuration)
    {
        string Of(Axis axis) => configuration.Values[axis.Name];
        string strategy = Of(Strategy);
        string context = Of(Context);
        bool isPause = strategy.StartsWith("pause", StringComparison.Ordinal);
        bool isBlock = Of(Memmap) == "block";
        return Of(Bbm) == "late"
                ? "bbm=late: a CPU that lacks what the others were found to have is not onlined (verify_local_cpu_capabilities, v6.12 arch/arm64/kernel/cpufeature.c)"
            : strategy == "equal-contents" && isBlock && Of(Bbm) != "2" && !configuration.Drops(Mm.Hvo.Arm64.UpdateSteps.CheckBbml2)
                ? $"strategy=equal-contents splits a block in place: every CPU needs FEAT_BBM level 2, but bbm={Of(Bbm)}"
            : Of(Bbm) != "0" && !isBlock ? $"bbm={Of(Bbm)} makes no difference where no block is split: memmap=page"
            : Of(Bbm) == "mixed" && Of(Cpus) == "1" ? "bbm=mixed needs two CPUs"
            : Of(Arch) != "arm64" && (!strategy.StartsWith("own-lock", StringComparison.Ordinal) || isBlock || Of(Entry) != "tail" || Of(Nmi) == "yes" || Of(Ets) != "2")
                ? $"arch={Of(Arch)} is there for strategy=own-lock-* with the other axes as they are"
            : Of(Tails) == "shared" && Of(Entry) == "head" ? "tails=shared is about entry=tail"
            : context == "nmi" && Of(Nmi) == "no" ? "context=nmi needs nmi=yes: arm64 without pseudo-NMIs has none"
            : Of(Nmi) == "yes" && context != "nmi" && !isPause ? $"nmi=yes makes no difference to strategy={strategy} with context={context}"
            : context == "softirq" && Of(Rt) == "yes" ? "context=softirq: on PREEMPT_RT softirqs run in tasks"
            : context is "lock-waiter" or "writer" && Of(Cpus) == "1" ? $"context={context} needs two CPUs"
            : context == "writer" && strategy == "stop-machine" ? "context=writer with strategy=stop-machine is too large to explore: two callers take turns by stop_cpus_mutex"
            : context == "store" && (strategy != "fault-handler" || Of(Cpus) == "1" || Of(Rt) == "yes")
                ? "context=store is about strategy=fault-handler, with the other axes as they are: what it does with a fault that is none of translation"
            : context == "self" && Of(Cpus) == "2" ? "context=self needs cpus=1: nobody else has a part in it"
            : Of(Vcpu) != "run" && (Of(Cpus) == "1" || context != "task") ? "a halted virtual CPU matters to context=task on another CPU"
            : strategy == "pause-masks-raw" && Of(Rt) == "no" ? "strategy=pause-masks-raw differs from pause-masks on PREEMPT_RT only"
            : strategy == "own-lock-raw" && Of(Rt) == "no" ? "strategy=own-lock-raw differs from own-lock-irqsave on PREEMPT_RT only"
            : null;
    }
}
