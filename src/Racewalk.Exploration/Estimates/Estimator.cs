using System.Diagnostics;
using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Estimates;

/// <summary>Makes probes while a search is explored, for a small part of the time. One thread uses it, but for <see cref="Estimate"/>.</summary>
/// <param name="options">How many.</param>
/// <param name="control">Says when to stop.</param>
/// <param name="factory">Makes the search that the probes take, when the first is made; it is no other's.</param>
internal sealed class Estimator(EstimateOptions options, ExplorationControl control, Func<Tally, ISubtreeSearch> factory)
{
    private const double MostOfOneWorker = 0.5;
    private readonly Lock _lock = new();
    private readonly ProbeMean _mean = new();
    private readonly Tally _tally = QuietTally();
    private readonly SeededDraw _draw = new(options.Seed);
    private ISubtreeSearch? _search;
    private Probe? _probe;
    private int _begun;
    private TimeSpan _spent;

    /// <summary>How many pieces of a stratum a probe looks into. Wide probes are better for what they cost, but the first ones are there to say something soon.</summary>
    public static int WidthOf(int probe) => probe < ProbeMean.Fewest ? 4 : 16;

    /// <summary>The estimate when so many executions were visited; null while there are too few probes. Any thread may ask.</summary>
    public ExecutionEstimate? Estimate(long visited)
    {
        lock (_lock)
        {
            return _mean.Estimate(visited);
        }
    }

    /// <summary>Goes on with the probes for as long as they may take.</summary>
    /// <param name="list">The parts of the search.</param>
    public void GoOn(SubtreeList list)
    {
        if (options.ProbesEachTime is { } probes)
        {
            for (int done = 0; done < probes; done += Advance(list) ? 1 : 0)
            {
            }

            return;
        }

        TimeSpan running = control.Running;
        TimeSpan allowed = (running * Math.Min(options.Share * control.Options.Workers, MostOfOneWorker)) - _spent;
        if (running < options.BeginAfter || allowed <= TimeSpan.Zero)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        TimeSpan taken;
        do
        {
            Advance(list);
            taken = Stopwatch.GetElapsedTime(start);
        }
        while (taken < allowed && !control.MustLeave);
        _spent += taken;
    }

    /// <summary>Looks into one more piece. Returns whether a probe is done with that.</summary>
    private bool Advance(SubtreeList list)
    {
        _search ??= factory(_tally);
        _probe ??= new Probe(_search, _tally, list.State, new Strata(_draw, options.Width ?? WidthOf(_begun++)));
        if (_probe.Advance())
        {
            return false;
        }

        lock (_lock)
        {
            _mean.Add(_probe.State.Visited, _probe.Executions);
        }

        _probe = null;
        return true;
    }

    /// <summary>Counts for a search that stops at every execution.</summary>
    internal static Tally QuietTally() => new(new ExplorationControl(new ExplorationOptions(), TimeSpan.Zero, CancellationToken.None) { Stop = true });
}
