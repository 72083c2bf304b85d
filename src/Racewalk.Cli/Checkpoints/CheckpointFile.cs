using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Racewalk.Cli.Checkpoints;

/// <summary>
/// A file with the state of an exploration: a magic number, the version of the format, the build, what is checked, the state, and a SHA-256 digest of all that.
/// Numbers are little-endian. Whoever has replaced a checkpoint has the new one on disk; whoever has failed to, or was killed, has the old one.
/// </summary>
public static class CheckpointFile
{
    private const int Version = 1;
    private static readonly byte[] s_magic = "RACEWALK"u8.ToArray();

    /// <summary>Puts a checkpoint in the place of the one before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="build">The build.</param>
    /// <param name="subject">What is checked, and how.</param>
    /// <param name="state">The state.</param>
    /// <param name="create">Creates a file to write to; null for the file system's.</param>
    /// <exception cref="IOException">It cannot be written; the one before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">As that, for want of permission.</exception>
    public static void Write(string path, string build, string subject, ReadOnlySpan<byte> state, Func<string, Stream>? create = null)
    {
        byte[] content = Content(build, subject, state);
        string full = Path.GetFullPath(path);
        string temporary = full + ".new";
        try
        {
            using (Stream stream = create?.Invoke(temporary) ?? new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush();
                (stream as FileStream)?.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        // The rename is on disk only when the folder is.
        FolderSync.Flush(Path.GetDirectoryName(full)!);
    }

    /// <summary>The state in a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="build">The build that it must be of.</param>
    /// <param name="subject">What it must be of.</param>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it is one of something else.</exception>
    public static byte[] Read(string path, string build, string subject)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path}: cannot be read: {e.Message}");
        }

        if (!content.AsSpan().StartsWith(s_magic))
        {
            throw new CheckpointException($"{path}: not a checkpoint");
        }

        int rest = content.Length - SHA256.HashSizeInBytes;
        if (rest < s_magic.Length + sizeof(int) || !SHA256.HashData(content.AsSpan(0, rest)).AsSpan().SequenceEqual(content.AsSpan(rest)))
        {
            throw new CheckpointException($"{path}: damaged: its digest is not that of its content");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(s_magic.Length));
        if (version != Version)
        {
            throw new CheckpointException($"{path}: a checkpoint of format {version}; this racewalk reads format {Version}");
        }

        using var reader = new BinaryReader(new MemoryStream(content, s_magic.Length + sizeof(int), rest - s_magic.Length - sizeof(int)), Encoding.UTF8);
        if (reader.ReadString() != build)
        {
            throw new CheckpointException($"{path}: a checkpoint of another build of racewalk, whose searches may go another way");
        }

        string actual = reader.ReadString();
        return actual == subject
            ? reader.ReadBytes(reader.ReadInt32())
            : throw new CheckpointException($"{path}: a checkpoint of something else: {actual}, not {subject}");
    }

    private static byte[] Content(string build, string subject, ReadOnlySpan<byte> state)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(s_magic);
        writer.Write(Version);
        writer.Write(build);
        writer.Write(subject);
        writer.Write(state.Length);
        writer.Write(state);
        writer.Flush();
        writer.Write(SHA256.HashData(stream.ToArray()));
        writer.Flush();
        return stream.ToArray();
    }
}
