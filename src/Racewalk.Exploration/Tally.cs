using System.Diagnostics;

namespace Racewalk.Exploration;

/// <summary>Counts executions, watches the budgets and the bounds, and reports progress. One search uses it, from one thread.</summary>
internal sealed class Tally(ExplorationOptions options, CancellationToken cancellation)
{
    private const int CheckEvery = 256;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<string> _bounds = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private long _lastReport;
    private int _untilCheck = 1;

    public long Executions { get; private set; }

    public long Blocked { get; private set; }

    public long Cut { get; private set; }

    /// <summary>Whether the search must stop now.</summary>
    public bool Stop { get; private set; }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Names a bound that was reached; the result is then not exhaustive.</summary>
    public void AddBound(string bound)
    {
        if (_known.Add(bound))
        {
            _bounds.Add(bound);
        }
    }

    public void Count(ThreadStatus worst, bool clean)
    {
        switch (worst)
        {
            case ThreadStatus.Cut:
                Cut++;
                break;
            case ThreadStatus.Blocked:
                Blocked++;
                break;
            default:
                Executions++;
                break;
        }

        if (!clean && options.StopAtFirstViolation)
        {
            AddBound("stopped at the first violation");
            Stop = true;
        }

        if (options.MaxExecutions is { } max && Executions + Blocked + Cut >= max)
        {
            AddBound($"execution budget of {max}");
            Stop = true;
        }
    }

    /// <summary>Called once per step of the search that may take long: looks at the clock now and then.</summary>
    public void Tick(Func<double> fraction)
    {
        if (--_untilCheck > 0)
        {
            return;
        }

        _untilCheck = CheckEvery;
        if (cancellation.IsCancellationRequested)
        {
            AddBound("cancelled");
            Stop = true;
        }

        TimeSpan elapsed = Elapsed;
        if (options.MaxTime is { } time && elapsed >= time)
        {
            AddBound($"time budget of {time.TotalSeconds:0.###} s");
            Stop = true;
        }

        long second = (long)elapsed.TotalSeconds;
        if (options.Progress is { } progress && second > _lastReport)
        {
            _lastReport = second;
            progress.Report(new ExplorationProgress(Executions, Blocked, fraction(), elapsed));
        }
    }

    public ExplorationResult ToResult() => new()
    {
        Executions = Executions,
        Blocked = Blocked,
        Cut = Cut,
        Bounds = _bounds,
        Elapsed = Elapsed,
    };
}
