using System.Diagnostics;
using Racewalk.Reporting.Text;

namespace Racewalk.Cli;

/// <summary>Says on a terminal how far a stress run is: one line that is overwritten.</summary>
/// <param name="environment">Where to write.</param>
/// <param name="time">For how long it runs.</param>
internal sealed class StressProgress(CliEnvironment environment, TimeSpan time) : IProgress<long>, IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _written;

    /// <inheritdoc/>
    public void Report(long value)
    {
        if (environment.ErrorIsTerminal)
        {
            Write(FormattableString.Invariant($"stress: {ValueText.Count(value, "stop")}, {Stopwatch.GetElapsedTime(_start).TotalSeconds:0} of {time.TotalSeconds:0} s"));
        }
    }

    /// <summary>Wipes the line.</summary>
    public void Dispose()
    {
        if (_written > 0)
        {
            Write("");
            environment.Error.Write('\r');
            environment.Error.Flush();
        }
    }

    private void Write(string line)
    {
        environment.Error.Write("\r" + line.PadRight(_written));
        environment.Error.Flush();
        _written = line.Length;
    }
}
