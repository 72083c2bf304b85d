using Racewalk.Exploration;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>
/// Says how far a check is: on a terminal one line that is overwritten, elsewhere a line each time. Silent unless somebody looks.
/// </summary>
public sealed class ProgressLine : IProgress<ExplorationProgress>, IDisposable
{
    private readonly TextWriter? _writer;
    private readonly bool _overwrite;
    private readonly int _width;
    private readonly string _name;
    private int _written;

    private ProgressLine(TextWriter? writer, bool overwrite, int width, string name)
    {
        _writer = writer;
        _overwrite = overwrite;
        _width = width;
        _name = name;
    }

    /// <summary>The progress of one check.</summary>
    /// <param name="environment">Where to write.</param>
    /// <param name="always">Whether to write where there is no terminal, too.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="configuration">The configuration.</param>
    public static ProgressLine For(CliEnvironment environment, bool always, string scenario, Configuration configuration) => new(
        always || environment.ErrorIsTerminal ? environment.Error : null,
        environment.ErrorIsTerminal,
        environment.Width,
        $"{scenario} {configuration}".TrimEnd());

    /// <inheritdoc/>
    public void Report(ExplorationProgress value)
    {
        if (_writer is null)
        {
            return;
        }

        string line = $"{_name}: {ProgressText.Of(value)}";
        if (!_overwrite)
        {
            _writer.WriteLine(line);
            return;
        }

        line = line.Length < _width ? line : line[..(_width - 1)];
        _writer.Write("\r" + line.PadRight(_written));
        _writer.Flush();
        _written = line.Length;
    }

    /// <summary>Wipes the line.</summary>
    public void Dispose()
    {
        if (_overwrite && _written > 0)
        {
            _writer!.Write("\r" + new string(' ', _written) + "\r");
            _writer.Flush();
            _written = 0;
        }
    }
}
