namespace Racewalk.Scenarios.HvoArm64;

/// <summary>What the threads say of each strategy and context (the numbers are those of the failure modes there), as rules for the failure matrix.</summary>
internal static class UpdateRules
{
    /// <summary>What breaks; null if nothing does.</summary>
    internal static string? Broken(string strategy, string context, bool isOtherCpu, bool isRt, bool isNmi) => strategy switch
    {
        "none" => "2bbm: the output address changes and one of the two entries is writable",
        "equal-contents" => null,
        "stop-machine" => Stop(context),
        "pause-masks" when isRt => "D4: a spinlock_t sleeps, and preemption is off",
        "pause-masks" or "pause-masks-raw" => Pause(context, isOtherCpu) ?? (context switch
        {
            "softirq" or "hardirq" or "task-hardirq" when !isOtherCpu => "v1 leaves interrupts on where the pause comes from",
            "lock-waiter" when !isNmi => "D1: whoever waits with interrupts off does not take the interrupt",
            _ => null,
        }),
        "pause-counter" => Pause(context, isOtherCpu) ?? (context switch
        {
            "lock-waiter" when !isNmi => "D1: whoever waits with interrupts off does not take the interrupt",
            "writer" when !isNmi => "D1: two that pause wait for each other with interrupts off",
            _ => null,
        }),
        _ => Lock(strategy, context, isOtherCpu, isRt && strategy != "own-lock-raw"),
    };

    /// <summary>Why nothing breaks.</summary>
    internal static string Reason(string strategy) => strategy switch
    {
        "stop-machine" => "B: nobody runs between break and make",
        "equal-contents" => "C: no entry is ever invalid, nobody waits",
        "pause-masks" or "pause-masks-raw" or "pause-counter" => "D: nobody else runs between break and make",
        "fault-handler" => "A: whoever faults waits for the lock, and the holder goes on",
        _ => "A': whoever faults waits for the lock, and the holder goes on",
    };

    private static string? Stop(string context) => context switch
    {
        "nmi" => "B: an NMI is not stopped, and there is no entry",
        "self" => "B: the function accesses what it has broken",
        "lock-waiter" => "B: stop_machine sleeps, a spinlock is held",
        _ => null,
    };

    private static string? Pause(string context, bool isOtherCpu) => context switch
    {
        "self" => "D3: the writer accesses what it has broken",
        "nmi" when !isOtherCpu => "D6: an NMI where the pause comes from",
        _ => null,
    };

    private static string? Lock(string strategy, string context, bool isOtherCpu, bool sleeps)
    {
        bool isInterrupt = context is "softirq" or "hardirq" or "task-hardirq" or "nmi";
        bool isMasked = strategy != "fault-handler" && !sleeps && context != "nmi";
        return context switch
        {
            "self" => "A2: the writer faults, and holds the lock itself",
            "task" or "writer" => null,
            "store" => "A6: a store to a tail that is read-only by now takes a permission fault, which nobody waits for: an oops, as it is meant to be",
            "nmi" when !isOtherCpu => "A5: an NMI on the writer's CPU waits for the lock that it has interrupted",
            _ when isInterrupt && !isOtherCpu && !isMasked => "A1: an interrupt on the writer's CPU waits for the lock that it has interrupted",
            "lock-waiter" when sleeps => "PREEMPT_RT: the lock sleeps, and the writer holds a raw one",
            _ when sleeps => "A3: on PREEMPT_RT the fault handler sleeps where it must not",
            "irqs-off" when strategy == "own-lock-irq" && isOtherCpu => "spin_unlock_irq switches on the interrupts that the caller had switched off",
            "hardirq" or "task-hardirq" or "nmi" when strategy == "own-lock-irq" && isOtherCpu => "spin_unlock_irq switches interrupts on in a handler",
            _ => null,
        };
    }
}
