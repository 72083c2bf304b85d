using System.Diagnostics;

namespace Racewalk.Hardware;

/// <content>Waiting for a word. Whoever waits takes interrupts, if they are on, and gives its processor to other threads after a while: there may be fewer processors than CPUs.</content>
public sealed partial class Cpu
{
    private const int SpinsBeforeYield = 256;
    private const int YieldsPerLook = 1024;

    /// <summary>smp_cond_load_relaxed until the value, masked, equals another.</summary>
    public ulong SmpCondLoadRelaxedEqual(ulong address, ulong value, ulong mask = ulong.MaxValue)
    {
        ulong seen;
        int spins = 0;
        long since = 0;
        while (((seen = Memory.Read(address)) & mask) != value)
        {
            Relax(ref spins, ref since, "smp_cond_load");
        }

        return seen;
    }

    /// <summary>smp_cond_load_relaxed until the value, masked, is another.</summary>
    public ulong SmpCondLoadRelaxedNotEqual(ulong address, ulong value, ulong mask = ulong.MaxValue)
    {
        ulong seen;
        int spins = 0;
        long since = 0;
        while (((seen = Memory.Read(address)) & mask) == value)
        {
            Relax(ref spins, ref since, "smp_cond_load");
        }

        return seen;
    }

    /// <summary>smp_cond_load_acquire(p, (VAL &amp; mask) == value).</summary>
    public ulong SmpCondLoadAcquireEqual(ulong address, ulong value, ulong mask = ulong.MaxValue) => SmpCondLoadRelaxedEqual(address, value, mask);

    /// <summary>smp_cond_load_acquire(p, (VAL &amp; mask) != value).</summary>
    public ulong SmpCondLoadAcquireNotEqual(ulong address, ulong value, ulong mask = ulong.MaxValue) => SmpCondLoadRelaxedNotEqual(address, value, mask);

    /// <summary>One round of a wait.</summary>
    /// <param name="spins">How many there were.</param>
    /// <param name="since">When the wait began to be long; 0 at first.</param>
    /// <param name="what">What for.</param>
    /// <exception cref="StuckException">It has lasted for <see cref="Processors.StuckAfter"/>.</exception>
    private void Relax(ref int spins, ref long since, string what)
    {
        Poll();
        if (++spins < SpinsBeforeYield)
        {
            Thread.SpinWait(1);
            return;
        }

        if (_machine.IsStopping)
        {
            throw new OperationCanceledException($"CPU {Id} was stopped while it waited: {what}");
        }

        Thread.Yield();
        if (spins % YieldsPerLook != 0)
        {
            return;
        }

        LookWhetherStuck(ref since, what);
    }

    // Once in a while of a wait.
    private void LookWhetherStuck(ref long since, string what)
    {
        if (since == 0)
        {
            since = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(since) > _machine.StuckAfter)
        {
            throw new StuckException($"CPU {Id} has waited for {_machine.StuckAfter.TotalSeconds:0} s: {what}");
        }
    }
}
