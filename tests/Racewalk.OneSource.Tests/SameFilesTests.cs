using System.Reflection.Metadata;
using Racewalk.Mm.Memory;

namespace Racewalk.OneSource.Tests;

/// <summary>What is checked is what runs: both builds of the memory manager were made from the same files, going by what their compilers noted.</summary>
public sealed class SameFilesTests
{
    // What each build runs on; the guard of checked code.
    private static readonly string[] s_own = ["CheckedBuild.cs", "GlobalUsings.cs"];

    [Fact]
    public void Both_builds_contain_the_same_files_with_the_same_contents()
    {
        SortedDictionary<string, string> checkedFiles = SourcesOf("Racewalk.Mm");
        SortedDictionary<string, string> nativeFiles = SourcesOf("Racewalk.Mm.Native");

        Assert.True(checkedFiles.Count > 50, $"only {checkedFiles.Count} files");
        Assert.Equal(checkedFiles, nativeFiles);
    }

    [Fact]
    public void Builds_contain_every_file_of_the_memory_manager()
    {
        string pmd = Documents("Racewalk.Mm").Select(static d => d.Path).First(static p => p.EndsWith("/Memory/MmStruct.cs", StringComparison.Ordinal));
        string root = Path.GetDirectoryName(Path.GetDirectoryName(pmd))!;
        if (!Directory.Exists(root))
        {
            // A build that maps paths says nothing about the disk; the other test stands.
            return;
        }

        IEnumerable<string> onDisk = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Where(static f => !f.StartsWith("obj/", StringComparison.Ordinal) && !f.StartsWith("bin/", StringComparison.Ordinal) && !s_own.Contains(f));

        Assert.Equal(onDisk.Order(StringComparer.Ordinal), SourcesOf("Racewalk.Mm.Native").Keys);
    }

    [Fact]
    public void Builds_are_two_assemblies() =>
        Assert.NotEqual(typeof(MmStruct).Assembly.FullName, NativeRun.MmStructType.Assembly.FullName);

    private static SortedDictionary<string, string> SourcesOf(string assembly)
    {
        var sources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, string hash) in Documents(assembly))
        {
            int start = path.LastIndexOf("/Racewalk.Mm/", StringComparison.Ordinal);
            string name = start < 0 ? "" : path[(start + "/Racewalk.Mm/".Length)..];
            if (start >= 0 && !name.StartsWith("obj/", StringComparison.Ordinal) && !s_own.Contains(name))
            {
                sources.Add(name, hash);
            }
        }

        return sources;
    }

    private static List<(string Path, string Hash)> Documents(string assembly)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".pdb"));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(file);
        MetadataReader reader = provider.GetMetadataReader();
        return
        [
            .. reader.Documents.Select(reader.GetDocument)
                .Select(d => (reader.GetString(d.Name).Replace('\\', '/'), Convert.ToHexString(reader.GetBlobBytes(d.Hash)))),
        ];
    }
}
