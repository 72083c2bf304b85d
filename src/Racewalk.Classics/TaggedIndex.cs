using Racewalk.Programs;

namespace Racewalk.Classics;

/// <summary>A word made of the index of a node and a count that tells apart the times at which the node stood there.</summary>
[CheckedCode]
internal static class TaggedIndex
{
    private const ulong IndexMask = 0xffffffff;
    private const int CountShift = 32;

    public static Word Make(Word index, Word count) => index | (count << CountShift);

    public static Word Index(Word tagged) => tagged & IndexMask;

    /// <summary>The word that takes the place of <paramref name="previous"/>: its count is one higher.</summary>
    public static Word After(Word previous, Word index) => Make(index, (previous >> CountShift) + 1);
}
