using System.Diagnostics;

namespace Racewalk.Trials;

/// <summary>What all copies of a race have shown so far, and whether there shall be another round. Thread-safe.</summary>
/// <param name="options">When it is over.</param>
/// <param name="progress">Told the number of rounds now and then.</param>
/// <param name="cancellation">Ends it early.</param>
internal sealed class TrialTally(TrialOptions options, IProgress<long>? progress, CancellationToken cancellation)
{
    private readonly Lock _lock = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Text, string? Breach), long> _counts = new(Comparer<(string Text, string? Breach)>.Create(static (a, b) =>
        string.CompareOrdinal(a.Text, b.Text) is not 0 and int order ? order : string.CompareOrdinal(a.Breach, b.Breach)));

    private long _begun;
    private long _rounds;
    private long _breaches;
    private volatile bool _hasFailed;

    /// <summary>Begins a round, if there shall be one.</summary>
    internal bool TryBegin() => !_hasFailed
        && !cancellation.IsCancellationRequested
        && Volatile.Read(ref _breaches) < options.Breaches
        && Stopwatch.GetElapsedTime(_start) < options.Time
        && Interlocked.Increment(ref _begun) <= options.Rounds;

    /// <summary>Ends a round.</summary>
    /// <param name="text">What the actors showed.</param>
    /// <param name="breach">What is broken; null if nothing is.</param>
    /// <param name="behaviours">What could be seen, of that which must be possible.</param>
    internal void End(string text, string? breach, IEnumerable<string> behaviours)
    {
        lock (_lock)
        {
            _rounds++;
            _breaches += breach is null ? 0 : 1;
            _counts[(text, breach)] = _counts.GetValueOrDefault((text, breach)) + 1;
            _seen.UnionWith(behaviours);
            if (_rounds % 4096 == 0)
            {
                progress?.Report(_rounds);
            }
        }
    }

    /// <summary>A copy could not go on: there is no other round.</summary>
    internal void Stop() => _hasFailed = true;

    /// <summary>The result.</summary>
    /// <param name="copies">How many copies ran.</param>
    /// <param name="behaviours">What must be possible.</param>
    internal TrialResult Result(int copies, IEnumerable<string> behaviours) => new(
        copies,
        _rounds,
        Stopwatch.GetElapsedTime(_start),
        [.. _counts.Select(static c => new Outcome(c.Value, c.Key.Text, c.Key.Breach))],
        [.. behaviours.Where(b => !_seen.Contains(b))]);
}
