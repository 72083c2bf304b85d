using System.Runtime.InteropServices;

namespace Racewalk.Cli.Checkpoints;

/// <summary>Writes the entries of a folder to disk. .NET opens no folders, so the C library is asked.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder.</summary>
    /// <exception cref="IOException">It cannot be.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // There a rename is written through with the file system's journal, and folders cannot be flushed.
            return;
        }

        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{folder}: cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        int result = Sync(descriptor);
        string why = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(descriptor);
        if (result != 0)
        {
            throw new IOException($"{folder}: cannot be written to disk: {why}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
