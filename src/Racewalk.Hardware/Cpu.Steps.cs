using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <content>Steps of a protocol: they can be left out and held up, and values shown, where <see cref="StepControl"/> is on.</content>
public sealed partial class Cpu
{
    private const int StepsWithin = 4;

    private readonly Dictionary<string, ulong> _observed = new(StringComparer.Ordinal);
    private SplitMix _random;

    /// <summary>Whether a step is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(string step) => !StepControl.IsOn || _machine.Rules.Keeps(step);

    /// <summary>Begins a step, after holding it up if asked for. False if it is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Step(string step) => !StepControl.IsOn || BeginStep(step);

    /// <summary>Shows a value under a name, to whoever looks when the task has ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(string name, ulong value)
    {
        if (StepControl.IsOn)
        {
            _observed[name] = value;
        }
    }

    /// <summary>The value that was shown under a name since <see cref="Forget"/>.</summary>
    public bool TryGetObserved(string name, out ulong value) => _observed.TryGetValue(name, out value);

    /// <summary>All values that were shown since <see cref="Forget"/>, in no order.</summary>
    public IReadOnlyDictionary<string, ulong> Observed => _observed;

    /// <summary>Forgets what was shown.</summary>
    public void Forget() => _observed.Clear();

    /// <summary>What something outside decides: at random where steps are controlled, otherwise the usual way.</summary>
    /// <param name="alternatives">One text an alternative; the first is the usual way.</param>
    public int Choose(params string[] alternatives) => StepControl.IsOn ? (int)_random.Below((uint)alternatives.Length) : 0;

    /// <summary>Starts this CPU's random numbers, on which delays depend.</summary>
    public void Seed(ulong seed) => _random = new SplitMix(seed);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool BeginStep(string step)
    {
        if (_machine.IsStopping)
        {
            throw new OperationCanceledException($"CPU {Id} was stopped at {step}");
        }

        StepRules rules = _machine.Rules;
        if (!rules.Keeps(step))
        {
            return false;
        }

        HoldUp(rules.DelayOf(step));
        if (_machine.IsStopping)
        {
            throw new OperationCanceledException($"CPU {Id} was stopped before the step {step}");
        }

        return true;
    }

    /// <summary>Between two accesses of one operation, which are no steps of their own: time for some steps of somebody else.</summary>
    internal void HoldUpWithin()
    {
        if (StepControl.IsOn)
        {
            HoldUp(StepsWithin * _machine.Rules.Delay);
        }
    }

    /// <summary>Waits at random: half of the time not at all, as what is only seen without a delay must stay possible.</summary>
    /// <param name="most">For how long at most, in nanoseconds.</param>
    public void HoldUp(int most)
    {
        if (most <= 0 || (_random.Next() & 1) == 0)
        {
            return;
        }

        long until = Stopwatch.GetTimestamp() + (long)(_random.Below((uint)most) * (Stopwatch.Frequency / 1e9));
        while (Stopwatch.GetTimestamp() < until)
        {
            Poll();
        }
    }
}
