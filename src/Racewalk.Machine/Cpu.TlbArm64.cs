using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// arm64's flushes where translations are modelled (v6.12 arch/arm64/include/asm/tlbflush.h): dsb ishst; tlbi; dsb ish. The DSBs of local flushes are modelled
/// as those of broadcast ones: a DSB NSH orders as much for its own CPU, and only its own TLB is in question.
/// </content>
public sealed partial class Cpu
{
    /// <summary>arm64: the tlbi itself (__flush_tlb_range_op, v6.12 arch/arm64/include/asm/tlbflush.h).</summary>
    public const string FlushTlbi = "flush-tlbi";

    /// <summary>arm64: isb, after the flush of kernel addresses (flush_tlb_kernel_range, v6.12 arch/arm64/include/asm/tlbflush.h).</summary>
    public const string FlushIsb = "flush-isb";

    /// <summary>The steps that a flush has, in order, where translations are modelled.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="isKernel">Whether of kernel addresses.</param>
    public static IReadOnlyList<string> TranslatedFlushSteps(Architecture architecture, bool isKernel = false) => !architecture.HasTranslation
        ? throw new NotSupportedException($"invalidations are not modelled on {architecture.Name}")
        : isKernel ? [FlushDsbIshst, FlushTlbi, FlushDsbIsh, FlushIsb] : [FlushDsbIshst, FlushTlbi, FlushDsbIsh];

    /// <summary>flush_tlb_range, __flush_tlb_range: TLBI VAE1IS, or VALE1IS if no table was taken out.</summary>
    /// <param name="space">The address space.</param>
    /// <param name="firstPage">The first page.</param>
    /// <param name="pages">How many.</param>
    /// <param name="lastLevelOnly">Whether entries that point to tables may stay cached.</param>
    public void FlushTlbRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = false) =>
        Flush(space, WalkTag.Pages(space, firstPage, pages, lastLevelOnly), isLocal: false, Text(space, firstPage, pages, lastLevelOnly));

    /// <summary>As <see cref="FlushTlbRange(AddressSpace, int, int, bool)"/>, but of this CPU only: no kernel does that to addresses that others use.</summary>
    /// <inheritdoc cref="FlushTlbRange(AddressSpace, int, int, bool)"/>
    public void LocalFlushTlbRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = false) =>
        Flush(space, WalkTag.Pages(space, firstPage, pages, lastLevelOnly), isLocal: true, Text(space, firstPage, pages, lastLevelOnly));

    /// <summary>flush_tlb_mm: TLBI ASIDE1IS.</summary>
    /// <param name="space">The address space.</param>
    public void FlushTlbMm(AddressSpace space) => Flush(space, [WalkTag.Space(space)], isLocal: false, $"all of {space.Name}");

    /// <summary>flush_tlb_kernel_range: TLBI VAALE1IS in v6.12; an ISB at the end, for this CPU's own later accesses.</summary>
    /// <inheritdoc cref="FlushTlbRange(AddressSpace, int, int, bool)"/>
    public void FlushTlbKernelRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = true)
    {
        FlushTlbRange(space, firstPage, pages, lastLevelOnly);
        FenceStep(FlushIsb, FenceKind.ContextSync);
    }

    /// <summary>flush_tlb_all: TLBI VMALLE1IS; an ISB at the end.</summary>
    public void FlushTlbAll()
    {
        Flush(null, [InvalidationScope.All], isLocal: false, "all translations");
        FenceStep(FlushIsb, FenceKind.ContextSync);
    }

    /// <summary>local_flush_tlb_all: TLBI VMALLE1; an ISB at the end.</summary>
    public void LocalFlushTlbAll()
    {
        Flush(null, [InvalidationScope.All], isLocal: true, "all translations");
        FenceStep(FlushIsb, FenceKind.ContextSync);
    }

    /// <summary>The barriers behind the store of a valid kernel entry, dsb(ishst) and isb() (__set_pte, v6.12 arch/arm64/include/asm/pgtable.h): one step each.</summary>
    /// <param name="dsbStep">The name of the first.</param>
    /// <param name="isbStep">The name of the second.</param>
    public void EmitPteBarriers(string dsbStep, string isbStep)
    {
        FenceStep(dsbStep, FenceKind.DsbStore);
        FenceStep(isbStep, FenceKind.ContextSync);
    }

    private void Flush(AddressSpace? space, IEnumerable<InvalidationScope> scopes, bool isLocal, string text)
    {
        if (_machine.AddressSpaces.Count == 0 || (space is not null && !_machine.AddressSpaces.Contains(space)))
        {
            throw new InvalidOperationException($"the machine ({_machine.Architecture.Name}) has no address space {space?.Name}");
        }

        FenceStep(FlushDsbIshst, FenceKind.DsbStore);
        if (Step(FlushTlbi))
        {
            _context.Add(new InvalidationNote(text + (isLocal ? ", on this CPU only" : "")));
            foreach (InvalidationScope scope in scopes)
            {
                _context.Invalidate(scope, isLocal);
            }
        }

        FenceStep(FlushDsbIsh, FenceKind.DsbFull);
    }

    private static string Text(AddressSpace space, int firstPage, int pages, bool lastLevelOnly)
    {
        string first = space.NameOf(space.AddressOf(firstPage));
        string range = pages == 1 ? first : $"{first} to +0x{space.AddressOf(firstPage + pages) - space.Base - 1:x}";
        return lastLevelOnly ? range + " (last level)" : range;
    }
}
