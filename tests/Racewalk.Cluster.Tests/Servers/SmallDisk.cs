using System.Diagnostics;

namespace Racewalk.Cluster.Tests.Servers;

/// <summary>A small file system in memory, for a server's data. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    public SmallDisk(int megabytes)
    {
        Folder = Directory.CreateTempSubdirectory("racewalk-disk").FullName;
        PostgresPrograms.Run(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=777", "tmpfs", Folder]));
        _ballast = Path.Combine(Folder, "ballast");
    }

    public string Folder { get; }

    /// <summary>Leaves not a byte free.</summary>
    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Empty() => File.Delete(_ballast);

    public void Dispose()
    {
        PostgresPrograms.Run(new ProcessStartInfo("umount", ["--lazy", Folder]));
        Directory.Delete(Folder);
    }
}
