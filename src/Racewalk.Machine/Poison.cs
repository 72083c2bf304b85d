using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>The value that freed memory holds until it is allocated again.</summary>
public static class Poison
{
    /// <summary>What <see cref="Cpu.Free"/> writes to every word.</summary>
    public const ulong Freed = FreedMemory.Pattern;

    /// <summary>Whether a word is in freed memory, going by its value.</summary>
    public static bool IsFreed(ulong value) => value == Freed;
}
