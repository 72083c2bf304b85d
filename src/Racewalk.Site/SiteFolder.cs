namespace Racewalk.Site;

/// <summary>A folder that a site is written to. What an older site has left there is removed, and nothing else ever.</summary>
internal sealed class SiteFolder
{
    private readonly string _path;

    private SiteFolder(string path) => _path = path;

    /// <summary>A folder that may be written to.</summary>
    /// <exception cref="IOException">The folder has something in it and is no site, or the path is that of a file.</exception>
    internal static SiteFolder Open(string path)
    {
        if (File.Exists(path))
        {
            throw new IOException($"{path} is a file");
        }

        bool isFree = !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any();
        return isFree || File.Exists(Path.Combine(path, SiteBuilder.Stylesheet))
            ? new SiteFolder(path)
            : throw new IOException($"{path} is there and is no site; remove it, or choose another folder");
    }

    /// <summary>Writes the files of a site.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    internal void Write(IReadOnlyList<(string Path, string Text)> files)
    {
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
        }

        foreach ((string path, string text) in files)
        {
            string file = Path.Combine(_path, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
