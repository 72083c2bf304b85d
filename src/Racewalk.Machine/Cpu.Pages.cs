using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>Whole pages (v6.12 include/linux/highmem.h): word by word, as others may look at any of them meanwhile.</content>
public sealed partial class Cpu
{
    /// <summary>copy_page.</summary>
    /// <param name="target">The address of the page that is written.</param>
    /// <param name="source">The address of the other.</param>
    /// <param name="words">How many words a page has.</param>
    public void CopyPage(ulong target, Word source, int words)
    {
        for (int word = 0; word < words; word++)
        {
            WriteOnce(target + ((ulong)word * 8), ReadOnce(source + ((ulong)word * 8)));
        }
    }

    /// <summary>clear_page.</summary>
    /// <param name="target">The address of the page.</param>
    /// <param name="words">How many words it has.</param>
    public void ClearPage(ulong target, int words)
    {
        for (int word = 0; word < words; word++)
        {
            WriteOnce(target + ((ulong)word * 8), 0);
        }
    }
}
