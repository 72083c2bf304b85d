namespace Racewalk.Machine.Contexts;

/// <summary>Which contexts a machine can have.</summary>
internal static class ContextRules
{
    /// <summary>Refuses what no such machine has.</summary>
    /// <exception cref="NotSupportedException">The architecture has no such context.</exception>
    internal static void Check(CheckedMachine machine)
    {
        if (machine.Architecture == Architecture.Lkmm && (machine.Interrupts.Count > 0 || machine.HaltedCpu >= 0 || machine.PreemptRt))
        {
            throw new NotSupportedException("the Linux-kernel memory model has no interrupts, no scheduler and no host: contexts need an architecture");
        }

        bool hasNmi = machine.NmiFunctions != 0 || machine.Interrupts.Any(static i => i.Kind == ContextKind.Nmi);
        if (hasNmi && machine.Architecture.Flush == TlbFlush.BroadcastArm64 && !machine.HasPseudoNmi)
        {
            throw new NotSupportedException("arm64 has no NMI: it has pseudo-NMIs where GICv3 and irqchip.gicv3_pseudo_nmi=1 are there");
        }

        if (machine.HasPseudoNmi && machine.Architecture.Flush != TlbFlush.BroadcastArm64)
        {
            throw new NotSupportedException($"pseudo-NMIs are arm64's: {machine.Architecture.Name} has none");
        }

        foreach (InterruptSource source in machine.Interrupts)
        {
            if (source.Kind == ContextKind.Task)
            {
                throw new NotSupportedException($"{source.Name} is a task: a task interrupts nobody");
            }

            if (source.Kind == ContextKind.Softirq && machine.PreemptRt)
            {
                throw new NotSupportedException($"{source.Name}: on PREEMPT_RT softirqs run in tasks");
            }
        }
    }

    /// <summary>Refuses tasks that cannot share a CPU.</summary>
    /// <exception cref="ArgumentException">Two have one name, or there is none.</exception>
    /// <exception cref="NotSupportedException">There are several, and grace periods.</exception>
    internal static void Check(CheckedMachine machine, IReadOnlyList<CpuTask> tasks)
    {
        if (tasks.Count > 1 && machine.HasGracePeriods)
        {
            // Sections are of a CPU's program order: two that overlap count as one, which for two tasks would be too long.
            throw new NotSupportedException("grace periods with several tasks on one CPU are not modelled: their read-side sections may overlap");
        }

        if (tasks.Count == 0 || tasks.Select(static t => t.Name).Distinct(StringComparer.Ordinal).Count() != tasks.Count)
        {
            throw new ArgumentException("the tasks of a CPU need names of their own", nameof(tasks));
        }
    }
}
