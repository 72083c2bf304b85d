using Racewalk.Hardware;
using Racewalk.Mm.Races;

namespace Racewalk.Trials;

/// <summary>One copy of a race: its actors on CPUs of their own, round after round from the same memory.</summary>
internal sealed class TrialCopy : IDisposable
{
    private readonly Race _race;
    private readonly RaceImage _image;
    private readonly TrialTally _tally;
    private readonly Processors _processors;
    private readonly Actor[] _actors;
    private readonly Cpu[] _cpus;
    private readonly RoundBarrier _barrier;
    private readonly List<Behaviour> _unseen;
    private bool _isOver;
    private volatile string? _failure;

    /// <summary>A copy.</summary>
    /// <param name="race">The race, on memory of its own.</param>
    /// <param name="image">What that holds at the beginning.</param>
    /// <param name="tally">Where rounds are counted.</param>
    /// <param name="machine">What it runs on.</param>
    internal TrialCopy(Race race, RaceImage image, TrialTally tally, ProcessorOptions machine)
    {
        _race = race;
        _image = image;
        _tally = tally;
        _processors = new Processors(machine);
        _actors = [.. race.Actors];
        _cpus = new Cpu[_actors.Length];
        _barrier = new RoundBarrier(_actors.Length);
        _unseen = [.. race.Behaviours];
    }

    /// <summary>Plays until it is over.</summary>
    /// <param name="seed">Where its random numbers start from.</param>
    /// <param name="skew">How late actors may start, in nanoseconds.</param>
    internal void Run(ulong seed, int skew) => _processors.Run([.. _actors.Select((actor, id) => (Action<Cpu>)(cpu =>
    {
        _cpus[id] = cpu;
        cpu.Seed(seed + ((ulong)id << 32));
        try
        {
            while (PlayRound(cpu, actor, id, skew))
            {
            }
        }
        catch
        {
            _barrier.Break();
            throw;
        }
    }))]);

    public void Dispose() => _processors.Dispose();

    // False when it is over.
    private bool PlayRound(Cpu cpu, Actor actor, int id, int skew)
    {
        // What the last round has left in TLBs leads to what is no more.
        cpu.Forget();
        cpu.LocalFlushTlbAll();
        if (id == 0)
        {
            _isOver = !_tally.TryBegin();
            _image.Restore(cpu);
        }

        if (!_barrier.Wait(cpu) || _isOver)
        {
            return false;
        }

        cpu.HoldUp(skew);
        Play(cpu, actor);
        if (!_barrier.Wait(cpu))
        {
            return false;
        }

        if (_failure is not null)
        {
            cpu.Abandon();
            if (!_barrier.Wait(cpu))
            {
                return false;
            }
        }

        if (id == 0)
        {
            Count();
        }

        // Nobody forgets what it has shown before it has been counted.
        return _barrier.Wait(cpu);
    }

    // What an actor leaves behind that fails, such as locks, others may wait for: they stop, and the round ends.
    private void Play(Cpu cpu, Actor actor)
    {
        try
        {
            actor.Body(cpu);
        }
        catch (HardwareException e)
        {
            _failure = $"{actor.Name}: {e.Message}";
            _processors.StopTasks();
        }
        catch (NullReferenceException) when (cpu.TryGetObserved(Cpu.FreedRead, out _))
        {
            // What .NET makes of the processor's fault: an address that was made of the contents of freed memory is none that memory can have.
            _failure = $"{FreedRead()}, and there is no memory where that leads";
            _processors.StopTasks();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Count()
    {
        var outcome = new RoundOutcome(_cpus);
        string? breach = _failure ?? FreedRead() ?? _race.Judge(outcome)?.Message;
        Behaviour[] seen = [.. _unseen.Where(b => b.Happened(outcome))];
        _unseen.RemoveAll(seen.Contains);
        _tally.End(OutcomeText.Of(_actors, _cpus), breach, seen.Select(static b => b.Name));
        _failure = null;
        _processors.ResumeTasks();
    }

    private string? FreedRead()
    {
        for (int id = 0; id < _cpus.Length; id++)
        {
            if (_cpus[id].TryGetObserved(Cpu.FreedRead, out ulong address))
            {
                return $"{_actors[id].Name} has read {_race.Memory.Name(address)}, which had been freed";
            }
        }

        return null;
    }
}
