namespace Racewalk.Machine;

/// <summary>The kinds of context that a CPU runs in, each able to interrupt those before it (v6.12 include/linux/preempt.h).</summary>
public enum ContextKind
{
    /// <summary>A task: the scheduler may put another in its place.</summary>
    Task,

    /// <summary>A softirq behind an interrupt. PREEMPT_RT runs them in tasks.</summary>
    Softirq,

    /// <summary>The handler of a device or of the timer, interrupts off; also that of an inter-processor interrupt. On PREEMPT_RT only those that no task runs (IRQF_NO_THREAD).</summary>
    Hardirq,

    /// <summary>A non-maskable interrupt; on arm64 a pseudo-NMI, an interrupt of a priority that local_irq_disable does not mask (v6.12 Documentation/arch/arm64, irqchip.gicv3_pseudo_nmi).</summary>
    Nmi,
}
