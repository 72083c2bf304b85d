using Racewalk.Machine;

namespace Racewalk.Scenarios;

/// <summary>Steps that belong to the machine rather than to one actor.</summary>
internal static class CommonSteps
{
    /// <summary>The parts of a TLB flush on every architecture.</summary>
    /// <param name="actor">Who flushes.</param>
    internal static IReadOnlyList<Step> Flush(string actor) =>
    [
        new(Cpu.FlushTlbGen, actor, "inc_mm_tlb_gen", "v6.12", "arch/x86/include/asm/tlbflush.h", true),
        new(Cpu.FlushIpi, actor, "native_flush_tlb_multi", "v6.12", "arch/x86/mm/tlb.c", true),
        new(Cpu.FlushDsbIshst, actor, "__flush_tlb_range_nosync", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushDsbIsh, actor, "__flush_tlb_range", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushMb, actor, "radix__flush_tlb_collapsed_pmd", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
        new(Cpu.FlushPtesync, actor, "_tlbie_va_range", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
    ];

    /// <summary>The parts of a TLB flush on every architecture where translations are modelled.</summary>
    /// <param name="actor">Who flushes.</param>
    internal static IReadOnlyList<Step> TranslatedFlush(string actor) =>
    [
        new(Cpu.FlushTlbGen, actor, "inc_mm_tlb_gen", "v6.12", "arch/x86/include/asm/tlbflush.h", true),
        new(Cpu.FlushIpi, actor, "native_flush_tlb_multi", "v6.12", "arch/x86/mm/tlb.c", true),
        new(Cpu.FlushInvlpg, actor, "flush_tlb_func", "v6.12", "arch/x86/mm/tlb.c", true),
        new(Cpu.FlushDsbIshst, actor, "__flush_tlb_range_nosync", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushTlbi, actor, "__flush_tlb_range_op", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushDsbIsh, actor, "__flush_tlb_range", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushMb, actor, "__radix__flush_tlb_range", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
        new(Cpu.FlushPtesyncFirst, actor, "_tlbie_va_range", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
        new(Cpu.FlushTlbie, actor, "__tlbie_va", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
        new(Cpu.FlushTlbsync, actor, "_tlbie_va_range", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
        new(Cpu.FlushPtesync, actor, "_tlbie_va_range", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
    ];

    /// <summary>The parts of a TLB flush on one architecture where translations are modelled.</summary>
    /// <param name="actor">Who flushes.</param>
    /// <param name="architecture">The architecture.</param>
    internal static IEnumerable<Step> TranslatedFlush(string actor, Architecture architecture) =>
        TranslatedFlush(actor).Where(s => Cpu.TranslatedFlushSteps(architecture).Contains(s.Name));

    /// <summary>The parts of a flush of kernel addresses on every architecture where translations are modelled.</summary>
    /// <param name="actor">Who flushes.</param>
    internal static IReadOnlyList<Step> KernelFlush(string actor) =>
    [
        new(Cpu.FlushIpi, actor, "flush_tlb_kernel_range", "v6.12", "arch/x86/mm/tlb.c", true),
        new(Cpu.FlushInvlpg, actor, "do_kernel_range_flush", "v6.12", "arch/x86/mm/tlb.c", true),
        new(Cpu.FlushDsbIshst, actor, "flush_tlb_kernel_range", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushTlbi, actor, "flush_tlb_kernel_range", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushDsbIsh, actor, "flush_tlb_kernel_range", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushIsb, actor, "flush_tlb_kernel_range", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        new(Cpu.FlushPtesyncFirst, actor, "_tlbie_pid", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
        new(Cpu.FlushTlbie, actor, "__tlbie_pid", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
        new(Cpu.FlushTlbsync, actor, "_tlbie_pid", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
        new(Cpu.FlushPtesync, actor, "_tlbie_pid", "v6.12", "arch/powerpc/mm/book3s64/radix_tlb.c", true),
    ];

    /// <summary>The parts of flushes that are not an architecture's, where translations are modelled.</summary>
    internal static HashSet<string> AbsentTranslatedFlushSteps(Architecture architecture) => Architecture.All.Where(static a => a.HasTranslation)
        .SelectMany(static a => Cpu.TranslatedFlushSteps(a))
        .Except(Cpu.TranslatedFlushSteps(architecture))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The parts of flushes that are not an architecture's.</summary>
    /// <param name="architecture">The architecture; null if there is no flush at all.</param>
    internal static HashSet<string> AbsentFlushSteps(Architecture? architecture)
    {
        IEnumerable<string> own = architecture is null ? [] : Cpu.FlushSteps(architecture);
        return Architecture.All.SelectMany(Cpu.FlushSteps).Except(own).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether a step interrupts other CPUs.</summary>
    internal static bool IsInterrupt(string step) => step.EndsWith("-ipi", StringComparison.Ordinal);
}
