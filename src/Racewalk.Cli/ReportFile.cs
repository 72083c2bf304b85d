using System.Text;

namespace Racewalk.Cli;

/// <summary>A file with a report. It is written beside its place and then put there, so that whoever reads it never sees half of it.</summary>
internal static class ReportFile
{
    /// <summary>Looks whether a report could be written.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="path">The file; null if the option is not there.</param>
    /// <exception cref="UsageException">It could not.</exception>
    public static void Check(string option, string? path)
    {
        if (path is null)
        {
            return;
        }

        if (path is "" or "-")
        {
            throw new UsageException($"{option}: name a file; standard output has the verdicts, or with --json the JSON");
        }

        if (Directory.Exists(path))
        {
            throw new UsageException($"{option}: '{path}' is a folder");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{option}: there is no folder '{Path.GetDirectoryName(path)}'");
        }
    }

    /// <summary>A file, after a look whether it could be written.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The file; null if the option is not there.</param>
    /// <exception cref="UsageException">It could not.</exception>
    public static string? Checked(string option, string? path)
    {
        Check(option, path);
        return path;
    }

    /// <summary>Writes a report in the place of what is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The report.</param>
    /// <exception cref="UsageException">It cannot be written; what was there is untouched.</exception>
    public static void Write(string path, string text)
    {
        var file = new FileInfo(path);

        // A link stays, and what it leads to is replaced.
        string target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        string temporary = FormattableString.Invariant($"{target}.{Environment.ProcessId}.new");
        try
        {
            File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new UsageException($"cannot write {path}: {e.Message}");
        }
    }
}
