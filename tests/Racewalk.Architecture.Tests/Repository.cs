using System.Xml.Linq;

namespace Racewalk.Architecture.Tests;

/// <summary>The project files and the assemblies that the tests look at.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The product's projects by name, each with the names of the projects that it references.</summary>
    public static IReadOnlyDictionary<string, string[]> References { get; } =
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), ReadReferences, StringComparer.Ordinal);

    /// <summary>The product's built assemblies.</summary>
    public static IReadOnlyList<string> Assemblies { get; } = [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "product"), "*.dll")];

    private static string[] ReadReferences(string projectFile) =>
    [
        .. XDocument.Load(projectFile).Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "Racewalk.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}
