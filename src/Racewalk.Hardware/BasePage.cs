using System.Globalization;

namespace Racewalk.Hardware;

/// <summary>
/// The base page: a kernel is built for one size (CONFIG_ARM64_4K_PAGES, _16K_PAGES, _64K_PAGES), and a process has one. It is decided once, before anything asks for it: then the compiler
/// takes it for a constant.
/// </summary>
public static class BasePage
{
    /// <summary>The name of the AppContext setting that says the shift; 12 without it.</summary>
    public const string Setting = "Racewalk.Hardware.BasePageShift";

    /// <summary>The size as a power of two (PAGE_SHIFT): 12, 14 or 16.</summary>
    public static readonly int Shift = Checked(AppContext.GetData(Setting) is { } shift ? Convert.ToInt32(shift, CultureInfo.InvariantCulture) : 12);

    /// <summary>The size in bytes (PAGE_SIZE).</summary>
    public static ulong Size => 1UL << Shift;

    /// <summary>How many entries a table has, at each level: a table is a page (PTRS_PER_PTE).</summary>
    public static int PtrsPerTable => 1 << (Shift - 3);

    /// <summary>The size of what a PMD entry maps, as a power of two (PMD_SHIFT): 2M, 32M, 512M.</summary>
    public static int PmdShift => Shift + PmdOrder;

    /// <summary>How many pages a PMD entry maps, as a power of two (HPAGE_PMD_ORDER).</summary>
    public static int PmdOrder => Shift - 3;

    /// <summary>Decides it for this process: before anything of this assembly has run.</summary>
    /// <param name="shift">The size as a power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException">No kernel has such pages: only 12, 14 and 16.</exception>
    /// <exception cref="InvalidOperationException">Too late: the process has pages of another size.</exception>
    public static void Choose(int shift)
    {
        AppContext.SetData(Setting, Checked(shift));
        if (Shift != shift)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"this process has base pages of 2^{Shift} bytes already"));
        }
    }

    private static int Checked(int shift) => shift is 12 or 14 or 16
        ? shift
        : throw new ArgumentOutOfRangeException(nameof(shift), shift, "base pages have 4K (12), 16K (14) or 64K (16)");
}
