namespace Racewalk.Machine;

/// <summary>The base page: 4K here, whatever the architecture, as all executions are looked at with a few words of a page.</summary>
public static class BasePage
{
    /// <summary>The size as a power of two (PAGE_SHIFT).</summary>
    public const int Shift = 12;

    /// <summary>The size in bytes (PAGE_SIZE).</summary>
    public const ulong Size = 1UL << Shift;
}
