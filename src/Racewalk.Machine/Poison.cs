namespace Racewalk.Machine;

/// <summary>The value that freed memory holds until it is allocated again.</summary>
public static class Poison
{
    /// <summary>What <see cref="Cpu.Free"/> writes to every word. As a page-table entry it is not present, as a count it is absurd.</summary>
    public const ulong Freed = 0xdead_4ead_0000_0000;

    /// <summary>Whether a word is in freed memory, going by its value.</summary>
    public static bool IsFreed(ulong value) => value == Freed;
}
