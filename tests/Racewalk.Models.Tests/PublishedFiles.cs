namespace Racewalk.Models.Tests;

/// <summary>
/// Published cat files, which are not part of this repository. Where they are is said by environment variables; without those, nothing is tested
/// over them.
/// </summary>
internal static class PublishedFiles
{
    /// <summary>The library folder of herd, or null.</summary>
    public static string? Herd { get; } = Folder("RACEWALK_HERD_LIBRARY");

    /// <summary>The folder of the memory model of the Linux kernel, or null.</summary>
    public static string? Linux { get; } = Folder("RACEWALK_LINUX_MODEL");

    /// <summary>All files of both folders.</summary>
    public static IEnumerable<string> All() =>
        new[] { Herd, Linux }.OfType<string>()
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cat" or ".bell")
            .Order(StringComparer.Ordinal);

    private static string? Folder(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder ? folder : null;
}
