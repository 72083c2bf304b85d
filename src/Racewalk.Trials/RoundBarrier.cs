using Racewalk.Hardware;

namespace Racewalk.Trials;

/// <summary>Where CPUs wait for each other between rounds: a counter and a round that all spin on (Mellor-Crummey and Scott, TOCS 1991, the centralised barrier).</summary>
internal sealed class RoundBarrier
{
    private const int SpinsBeforeYield = 2000;

    private readonly int _cpus;
    private int _missing;
    private int _round;
    private volatile bool _isBroken;

    internal RoundBarrier(int cpus) => (_cpus, _missing) = (cpus, cpus);

    /// <summary>Waits for all.</summary>
    /// <returns>False if somebody has failed, and all must end.</returns>
    internal bool Wait(Cpu cpu)
    {
        int round = Volatile.Read(ref _round);
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            Volatile.Write(ref _missing, _cpus);
            Volatile.Write(ref _round, round + 1);
            return !_isBroken;
        }

        for (int spins = 0; Volatile.Read(ref _round) == round; spins++)
        {
            if (_isBroken)
            {
                return false;
            }

            cpu.Poll();
            if (spins > SpinsBeforeYield)
            {
                Thread.Yield();
            }
        }

        return !_isBroken;
    }

    /// <summary>Somebody has failed.</summary>
    internal void Break() => _isBroken = true;
}
