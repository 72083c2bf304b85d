using Racewalk.Hardware;
using Racewalk.Mm.Races;

namespace Racewalk.Trials;

/// <summary>One copy of a race: its actors on CPUs of their own, round after round from the same memory.</summary>
internal sealed class TrialCopy
{
    private readonly Race _race;
    private readonly RaceImage _image;
    private readonly TrialTally _tally;
    private readonly ulong _seed;
    private readonly int _skew;
    private readonly Actor[] _actors;
    private readonly Cpu[] _cpus;
    private readonly RoundBarrier _barrier;
    private readonly List<Behaviour> _unseen;
    private bool _isOver;

    /// <summary>A copy.</summary>
    /// <param name="race">The race, on memory of its own.</param>
    /// <param name="image">What that holds at the beginning.</param>
    /// <param name="tally">Where rounds are counted.</param>
    /// <param name="seed">Where its random numbers start from.</param>
    /// <param name="skew">How late actors may start, in nanoseconds.</param>
    internal TrialCopy(Race race, RaceImage image, TrialTally tally, ulong seed, int skew)
    {
        _race = race;
        _image = image;
        _tally = tally;
        _seed = seed;
        _skew = skew;
        _actors = [.. race.Actors];
        _cpus = new Cpu[_actors.Length];
        _barrier = new RoundBarrier(_actors.Length);
        _unseen = [.. race.Behaviours];
    }

    /// <summary>Plays until it is over.</summary>
    internal void Run(ProcessorOptions options)
    {
        using var processors = new Processors(options);
        processors.Run([.. _actors.Select((actor, id) => (Action<Cpu>)(cpu => Play(cpu, actor, id)))]);
    }

    private void Play(Cpu cpu, Actor actor, int id)
    {
        _cpus[id] = cpu;
        cpu.Seed(_seed + ((ulong)id << 32));
        try
        {
            while (true)
            {
                cpu.Forget();
                if (id == 0)
                {
                    _isOver = !_tally.TryBegin();
                    _image.Restore(cpu);
                }

                if (!_barrier.Wait(cpu) || _isOver)
                {
                    return;
                }

                cpu.HoldUp(_skew);
                actor.Body(cpu);
                if (!_barrier.Wait(cpu))
                {
                    return;
                }

                if (id == 0)
                {
                    Count();
                }

                // Nobody forgets what it has shown before it has been counted.
                if (!_barrier.Wait(cpu))
                {
                    return;
                }
            }
        }
        catch (HardwareException e)
        {
            _tally.Fail($"{actor.Name} failed", e.Message);
            _barrier.Break();
        }
    }

    private void Count()
    {
        var outcome = new RoundOutcome(_cpus);
        string? breach = FreedRead() ?? _race.Judge(outcome)?.Message;
        Behaviour[] seen = [.. _unseen.Where(b => b.Happened(outcome))];
        _unseen.RemoveAll(seen.Contains);
        _tally.End(OutcomeText.Of(_actors, _cpus), breach, seen.Select(static b => b.Name));
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
