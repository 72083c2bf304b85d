namespace Racewalk.Cli;

/// <summary>Sizes of base pages on the command line.</summary>
internal static class PageSizes
{
    /// <summary>A size as a power of two.</summary>
    /// <exception cref="UsageException">No kernel has such pages.</exception>
    internal static int ShiftOf(string size) => size switch
    {
        "4K" => 12,
        "16K" => 14,
        "64K" => 16,
        _ => throw new UsageException($"--page-size '{size}': expected 4K, 16K or 64K"),
    };
}
