namespace Racewalk.Web.Tests.Browser;

/// <summary>A test that needs a browser. Where there is none it is left out, but not in continuous integration.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string? s_missing = s_places.Any(File.Exists) || Environment.GetEnvironmentVariable("CI") is "true"
        ? null
        : "Chromium is not installed (Debian: apt install chromium)";

    public BrowserFactAttribute() => Skip = s_missing;

    /// <summary>The browser's program; null if there is none.</summary>
    public static string? Chromium => s_places.FirstOrDefault(File.Exists);
}
