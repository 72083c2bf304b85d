namespace Racewalk.Litmus.Tests.Conformance;

/// <summary>The project's own litmus tests.</summary>
internal static class OwnSuite
{
    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            string candidate = Path.Combine(d.FullName, "examples", "litmus");
            if (File.Exists(Path.Combine(candidate, "expected.csv")))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("examples/litmus is not above the test's folder");
    }
}
