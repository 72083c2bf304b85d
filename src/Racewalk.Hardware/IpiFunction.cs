namespace Racewalk.Hardware;

/// <summary>A function that other CPUs can be made to run.</summary>
/// <param name="Name">The kernel's name of it.</param>
/// <param name="Body">What it does on the target, with interrupts off.</param>
public sealed record IpiFunction(string Name, Action<Cpu> Body)
{
    /// <summary>Whether it would come as an NMI. Threads have none: it comes at interrupt points, with interrupts on.</summary>
    public bool IsNmi { get; init; }

    /// <summary>Whether it is called by smp_call_function, which waits for it.</summary>
    public bool HasCallData { get; init; } = true;

    /// <summary>Does nothing: the interrupt itself is what is wanted.</summary>
    public static IpiFunction DoNothing { get; } = new("do_nothing", static _ => { });

    /// <summary>Invalidates what the sender says (flush_tlb_func, v6.12 arch/x86/mm/tlb.c).</summary>
    internal static IpiFunction FlushTlbFunc { get; } = new("flush_tlb_func", static cpu => cpu.FlushTlbFunc());
}
