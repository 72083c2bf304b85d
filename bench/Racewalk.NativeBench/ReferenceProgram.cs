using System.Diagnostics;
using System.Globalization;

namespace Racewalk.NativeBench;

/// <summary>The C program, built for this run.</summary>
internal sealed class ReferenceProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("racewalk-reference-").FullName;

    private string Binary => Path.Combine(_folder, "reference");

    /// <summary>Builds it with gcc -O2.</summary>
    /// <exception cref="InvalidOperationException">gcc is missing, or it fails.</exception>
    internal static ReferenceProgram Build(string source)
    {
        var program = new ReferenceProgram();
        Run("gcc", ["-O2", "-Wall", "-o", program.Binary, source]);
        return program;
    }

    /// <summary>CPU time of a pin and its unpin.</summary>
    internal double NanosecondsPerPin(int pages, int rounds, bool isHuge) => double.Parse(
        Run(Binary, [Text(pages), Text(rounds), isHuge ? "1" : "0"]), CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Run(string file, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{file} failed: {process.ExitCode}");
    }
}
