using System.Diagnostics;
using Racewalk.Hardware;
using Racewalk.Mm.Collapse;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>
/// Lets everybody who works on an address space do so at once, on real processors and tables of real size, and stops all of them now and then to look at everything: no data lost, all counts
/// balanced, nothing leaked, all tables consistent.
/// </summary>
public sealed class StressRunner
{
    private const int FramesPerPage = 12;
    private const ulong MostPoisoned = 1UL << 30;

    // Steps that were only proposed, and no kernel has.
    private static readonly string[] s_proposed = [CollapseSteps.CollapseIpi];

    private readonly StressOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly MmWorld _world;
    private readonly StressContext _context;
    private readonly RoundBarrier _barrier;
    private readonly StressActors[] _actors;
    private readonly StopCheck _check;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _stops;
    private volatile bool _mustStop;
    private volatile bool _isOver;

    private StressRunner(StressOptions options, MmWorld world, CancellationToken cancellation)
    {
        (_options, _world, _cancellation) = (options, world, cancellation);
        _context = new StressContext(world);
        _barrier = new RoundBarrier(options.Cpus);
        _actors = StressActors.Of(options, _context);
        _check = new StopCheck(_context, [.. _actors.SelectMany(static a => a.All)]);
    }

    /// <summary>Runs it.</summary>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the number of stops now and then.</param>
    /// <param name="cancellation">Ends it early, with what was seen.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number makes no sense.</exception>
    /// <exception cref="OutOfFramesException">The host has no memory for that.</exception>
    /// <exception cref="TrialException">There is no such step or actor to leave out, or there are too many CPUs.</exception>
    /// <exception cref="InvalidOperationException">Steps have been run without control in this process: <see cref="StepControl.TurnOn"/> comes first.</exception>
    public static StressResult Run(StressOptions options, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        StepControl.TurnOn();
        StressSteps.MustKnow(options.Dropped, isDropped: true);
        StressSteps.MustKnow(options.Delays.Keys, isDropped: false);

        // Several times of what is needed, as single pages in all blocks leave none that is whole.
        int frames = options.Frames > 0 ? options.Frames : checked(options.Vmas * options.PmdsPerVma * MmWorld.PtrsPerTable * FramesPerPage);
        bool poisons = options.Poisons ?? (ulong)frames * BasePage.Size <= MostPoisoned;
        using var world = new MmWorld(new MmWorldOptions
        {
            Vmas = options.Vmas,
            PmdsPerVma = options.PmdsPerVma,
            Frames = frames,

            // The last of three VMAs gets huge pages at once, the others those that khugepaged makes.
            HugeVmas = options.Vmas > 2 ? 1 : 0,
            Poisons = poisons,
        });
        return new StressRunner(options with
        {
            Poisons = poisons,
        }, world, cancellation).Run(progress);
    }

    private bool IsTimeOver => _cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(_start) >= _options.Time;

    private StressResult Run(IProgress<long>? progress)
    {
        using var processors = new Processors(new ProcessorOptions(_options.Cpus)
        {
            Flush = _options.Flush,
            Poisons = _options.Poisons!.Value,
            Rules = new StepRules([.. s_proposed, .. _options.Dropped], _options.Delays, _options.Delay),
        })
        {
            Frames = _world.Frames,
        };
        try
        {
            processors.Run([.. _actors.Select((actors, id) => (Action<Cpu>)(cpu => Play(cpu, actors, progress)))]);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(static x => x is HardwareException or OperationCanceledException))
        {
            // What memory is like now is anybody's guess: the run ends here. Those that were stopped waited for the one that failed.
            foreach (HardwareException failure in e.InnerExceptions.OfType<HardwareException>())
            {
                _context.Add(new Violation(ViolationKind.Machine, 0, failure.Message));
            }
        }

        return new StressResult(_stops, Stopwatch.GetElapsedTime(_start), Figures(), _context.Violations());
    }

    private void Play(Cpu cpu, StressActors actors, IProgress<long>? progress)
    {
        var random = new SplitMix(_options.Seed + ((ulong)cpu.Id << 32));
        cpu.Seed(random.Next());
        try
        {
            int operations = 0;
            while (!_isOver)
            {
                if (cpu.Id == 0 && (++operations % _options.OperationsPerStop == 0 || IsTimeOver))
                {
                    _mustStop = true;
                }

                if (!_mustStop)
                {
                    actors.Run(cpu, ref random);
                    cpu.Poll();
                }
                else if (!Stop(cpu, progress))
                {
                    return;
                }
            }

            foreach (StressActor actor in actors.All)
            {
                actor.Finish(cpu);
            }

            if (_barrier.Wait(cpu) && cpu.Id == 0 && !_context.HasViolations)
            {
                Teardown(cpu);
            }
        }
        catch
        {
            _barrier.Break();
            throw;
        }
    }

    // False: somebody has failed.
    private bool Stop(Cpu cpu, IProgress<long>? progress)
    {
        if (!_barrier.Wait(cpu))
        {
            return false;
        }

        if (cpu.Id == 0)
        {
            _check.Check(cpu);
            _stops++;
            _mustStop = false;
            _isOver = _context.HasViolations || _stops >= _options.Stops || IsTimeOver;
            progress?.Report(_stops);
        }

        return _barrier.Wait(cpu);
    }

    // exit_mmap: every frame must be back then.
    private void Teardown(Cpu cpu)
    {
        foreach (WorldVma vma in _world.Vmas)
        {
            new VmaUnmapping(_world.Parent, vma, downgrades: false).Unmap(cpu);
        }

        _check.CheckWorld(cpu);
        _world.Frames.DrainAll();
        int missing = _world.Frames.Frames - _world.Reserved.Count - _world.Frames.FreeFrames;
        if (missing != 0)
        {
            _context.Add(new Violation(ViolationKind.Leak, 0, FormattableString.Invariant($"{missing} frames are not back after the process has gone")));
        }
    }

    private IReadOnlyList<ActorFigures> Figures() =>
    [
        .. _actors.SelectMany(static a => a.All)
            .GroupBy(static a => a.Name, StringComparer.Ordinal)
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => new ActorFigures(
                g.Key,
                g.Sum(static a => a.Operations),
                [.. g.SelectMany(static a => a.Outcomes).GroupBy(static o => o.Key, StringComparer.Ordinal).OrderBy(static o => o.Key, StringComparer.Ordinal).Select(static o => KeyValuePair.Create(o.Key, o.Sum(static x => x.Value)))])),
    ];
}
