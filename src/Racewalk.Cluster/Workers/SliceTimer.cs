using System.Diagnostics;

namespace Racewalk.Cluster.Workers;

/// <summary>How long slices take: short at first, so that a job spreads, then longer, so that the database has little to do; and short again when others have nothing to do.</summary>
/// <param name="options">How long.</param>
/// <param name="signals">What the worker is told.</param>
internal sealed class SliceTimer(ClusterOptions options, WorkerSignals signals)
{
    private TimeSpan _length = options.FirstSlice;
    private long _start;
    private bool _isEarly;

    /// <summary>A slice begins.</summary>
    public void Begin()
    {
        _start = Stopwatch.GetTimestamp();
        _isEarly = false;
        signals.IsDropped = false;
    }

    /// <summary>Whether it ends here.</summary>
    public bool IsOver(CancellationToken cancellation)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
        _isEarly = signals.IsDropped || (signals.OthersAreHungry && elapsed >= options.ShortestSlice);
        return _isEarly || elapsed >= _length || cancellation.IsCancellationRequested;
    }

    /// <summary>It has ended.</summary>
    public void End() => _length = _isEarly || _length == TimeSpan.Zero ? options.FirstSlice : _length * 2 < options.LongestSlice ? _length * 2 : options.LongestSlice;

    /// <summary>The next slice is of another job.</summary>
    public void Reset() => _length = options.FirstSlice;
}
