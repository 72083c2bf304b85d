namespace Racewalk.Hardware;

/// <summary>What freed memory holds where it is poisoned (PAGE_POISONING, v6.12 mm/page_poison.c): the checked machine's pattern.</summary>
public static class Poison
{
    /// <summary>The pattern.</summary>
    public const ulong Freed = 0xdead_4ead_0000_0000;
}
