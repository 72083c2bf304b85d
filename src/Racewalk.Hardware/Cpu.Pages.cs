namespace Racewalk.Hardware;

/// <content>Whole pages (v6.12 include/linux/highmem.h), by the fastest copy that there is. Where steps are controlled word by word, so that a read of freed memory is seen.</content>
public sealed partial class Cpu
{
    /// <summary>copy_page.</summary>
    /// <param name="target">The address of the page that is written.</param>
    /// <param name="source">The address of the other.</param>
    /// <param name="words">How many words a page has.</param>
    public unsafe void CopyPage(ulong target, ulong source, int words)
    {
        if (!StepControl.IsOn)
        {
            new ReadOnlySpan<ulong>((void*)source, words).CopyTo(new Span<ulong>((void*)target, words));
            return;
        }

        for (ulong offset = 0; offset < (ulong)words * 8; offset += 8)
        {
            WriteOnce(target + offset, ReadOnce(source + offset));
        }
    }

    /// <summary>clear_page.</summary>
    /// <param name="target">The address of the page.</param>
    /// <param name="words">How many words it has.</param>
    public unsafe void ClearPage(ulong target, int words) => new Span<ulong>((void*)target, words).Clear();
}
