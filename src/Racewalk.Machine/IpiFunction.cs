namespace Racewalk.Machine;

/// <summary>A function that other CPUs can be made to run by an inter-processor interrupt.</summary>
/// <param name="Name">The kernel's name of it.</param>
/// <param name="Body">What it does on the target, with interrupts off.</param>
public sealed record IpiFunction(string Name, Action<Cpu> Body)
{
    /// <summary>Whether it comes as an NMI; on arm64 as a pseudo-NMI (v6.12 arch/arm64/kernel/smp.c, ipi_should_be_nmi).</summary>
    public bool IsNmi { get; init; }

    /// <summary>Whether it is called by smp_call_function, which waits for it; otherwise it is an interrupt that carries nothing (<see cref="Cpu.SendIpi"/>).</summary>
    public bool HasCallData { get; init; } = true;

    /// <summary>Does nothing: the interrupt itself is what is wanted (do_nothing in v6.12 arch/powerpc/mm/book3s64/pgtable.c, tlb_remove_table_smp_sync in mm/mmu_gather.c).</summary>
    public static IpiFunction DoNothing { get; } = new("do_nothing", static _ => { });

    /// <summary>Invalidates what the sender says (flush_tlb_func, v6.12 arch/x86/mm/tlb.c).</summary>
    public static IpiFunction FlushTlbFunc { get; } = new("flush_tlb_func", static cpu => cpu.FlushTlbFunc());
}
