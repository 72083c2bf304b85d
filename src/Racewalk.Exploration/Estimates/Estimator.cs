using System.Diagnostics;
using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Estimates;

/// <summary>Makes probes while a search is explored, for a small part of the time. One thread uses it, but for <see cref="Estimate"/>.</summary>
/// <param name="options">How many.</param>
/// <param name="factory">Makes the search that the probes take, when the first is made; it is no other's.</param>
/// <param name="draw">What the probes draw with.</param>
internal sealed class Estimator(EstimateOptions options, Func<Tally, ISubtreeSearch> factory, IDraw draw)
{
    private readonly Lock _lock = new();
    private readonly ProbeMean _mean = new();
    private Tally? _tally;
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
    /// <param name="running">How long the search is explored already.</param>
    /// <param name="state">Tells how far it is.</param>
    public void GoOn(TimeSpan running, Func<SearchState> state)
    {
        TimeSpan allowed = (running * options.Share) - _spent;
        if (running < options.BeginAfter || allowed <= TimeSpan.Zero)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        TimeSpan taken;
        do
        {
            Advance(state);
            taken = Stopwatch.GetElapsedTime(start);
        }
        while (taken < allowed);
        _spent += taken;
    }

    /// <summary>Looks into one more piece. Returns whether a probe has ended with that.</summary>
    public bool Advance(Func<SearchState> state)
    {
        _tally ??= QuietTally();
        _search ??= factory(_tally);
        _probe ??= new Probe(_search, _tally, state(), new Strata(draw, WidthOf(_begun++)));
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
