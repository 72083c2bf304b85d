using System.Diagnostics;
using Racewalk.Exploration.Estimates;

namespace Racewalk.Exploration.Subtrees;

/// <summary>The budgets of an exploration, whoever explores: they are shared by all workers.</summary>
/// <param name="options">The budgets.</param>
/// <param name="before">How long the exploration has taken before it was interrupted.</param>
/// <param name="cancellation">Ends the exploration early.</param>
internal sealed class ExplorationControl(ExplorationOptions options, TimeSpan before, CancellationToken cancellation)
{
    private readonly Lock _lock = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<string> _bounds = [];
    private volatile bool _stop;
    private volatile bool _pauses;
    private TimeSpan _lastSaved;
    private long _executions;
    private long _blocked;
    private long _cut;
    private long _lastReport;

    /// <summary>What bounds the exploration.</summary>
    public ExplorationOptions Options => options;

    /// <summary>Whether everybody must stop now.</summary>
    public bool Stop
    {
        get => _stop;
        set => _stop = value;
    }

    /// <summary>Whether everybody must leave what they do, be it for good or until the state is saved.</summary>
    public bool MustLeave => _stop || _pauses;

    /// <summary>Whether there is more than one worker, or at least the pretence of it.</summary>
    public bool IsDivisible { get; init; }

    /// <summary>For tests: divides at every opportunity.</summary>
    public bool AlwaysDivides => options.DividesAlways;

    /// <summary>Called whenever a worker looks at the clock.</summary>
    public Action<TimeSpan>? Looked { get; set; }

    /// <summary>All executions that the workers have told of.</summary>
    public long Visited => Volatile.Read(ref _executions) + Volatile.Read(ref _blocked) + Volatile.Read(ref _cut);

    /// <summary>The bounds that end the whole exploration.</summary>
    public IReadOnlyList<string> Bounds => _bounds;

    /// <summary>Time since the start, with that before an interruption.</summary>
    public TimeSpan Elapsed => before + Running;

    /// <summary>Time since the start, or since the interruption.</summary>
    public TimeSpan Running => Stopwatch.GetElapsedTime(_start);

    /// <summary>Estimates how many executions there are in all; null if nobody does.</summary>
    public Estimator? Estimator { get; set; }

    /// <summary>Adds what a worker has visited since it told last.</summary>
    public void Add(long executions, long blocked, long cut)
    {
        Interlocked.Add(ref _executions, executions);
        Interlocked.Add(ref _blocked, blocked);
        Interlocked.Add(ref _cut, cut);
    }

    /// <summary>Names a bound that ends the whole exploration.</summary>
    public void End(string bound)
    {
        lock (_lock)
        {
            AddBound(bound);
            _stop = true;
        }
    }

    /// <summary>Looks at the clock.</summary>
    /// <param name="left">Tells the part of the search that is left, from 0 to 1.</param>
    public void Look(Func<double> left)
    {
        TimeSpan elapsed = Elapsed;
        TimeSpan running = elapsed - before;
        lock (_lock)
        {
            if (cancellation.IsCancellationRequested)
            {
                AddBound("cancelled");
                _stop = true;
            }

            if (options.MaxTime is { } time && running >= time)
            {
                AddBound($"time budget of {time.TotalSeconds:0.###} s");
                _stop = true;
            }

            if (options.MaxMemory is { } bytes && GC.GetTotalMemory(forceFullCollection: false) >= bytes)
            {
                AddBound($"memory budget of {bytes >> 20} MiB");
                _stop = true;
            }

            _pauses |= options.Save is not null && running - _lastSaved >= options.SaveEvery;
            long second = (long)running.TotalSeconds;
            if (options.Progress is { } progress && second > _lastReport)
            {
                _lastReport = second;
                progress.Report(new ExplorationProgress(Volatile.Read(ref _executions), Volatile.Read(ref _blocked), 1 - left(), elapsed)
                {
                    Estimate = Estimator?.Estimate(Visited),
                });
            }
        }

        Looked?.Invoke(running);
    }

    /// <summary>The state was saved if it had to be. Returns whether the exploration goes on.</summary>
    public bool GoOn()
    {
        bool goesOn = _pauses && !_stop;
        _pauses = false;
        _lastSaved = Elapsed - before;
        return goesOn;
    }

    private void AddBound(string bound)
    {
        if (!_bounds.Contains(bound))
        {
            _bounds.Add(bound);
        }
    }
}
