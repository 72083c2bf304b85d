using System.Diagnostics;
using Racewalk.Hardware;
using Racewalk.Mm.Races;

namespace Racewalk.Trials;

/// <summary>
/// Runs a scenario's actors against each other on real processors, round after round from the same memory, and counts how they come out: what litmus7 does for litmus tests (Alglave,
/// Maranget, Sarkar, Sewell, TACAS 2011). What is not seen may still be possible.
/// </summary>
public sealed class TrialRunner
{
    private readonly TrialPlan _plan;
    private readonly TrialOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly SortedDictionary<(string Text, string? Breach), long> _counts = new(Comparer<(string Text, string? Breach)>.Create(static (a, b) =>
        string.CompareOrdinal(a.Text, b.Text) is not 0 and int order ? order : string.CompareOrdinal(a.Breach, b.Breach)));

    private TrialRunner(TrialPlan plan, TrialOptions options, CancellationToken cancellation)
    {
        _plan = plan;
        _options = options;
        _cancellation = cancellation;
    }

    /// <summary>Runs it.</summary>
    /// <param name="plan">What.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the number of rounds now and then.</param>
    /// <param name="cancellation">Ends it early, with what has been seen.</param>
    /// <exception cref="TrialException">There is no such scenario, or not with these choices.</exception>
    /// <exception cref="InvalidOperationException">Steps have been run without control in this process: <see cref="StepControl.TurnOn"/> comes first.</exception>
    public static TrialResult Run(TrialPlan plan, TrialOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        StepControl.TurnOn();
        return new TrialRunner(plan, options ?? new TrialOptions(), cancellation).Run(progress);
    }

    private TrialResult Run(IProgress<long>? progress)
    {
        using var memory = new RaceMemory();
        Race race = TrialCatalogue.Create(_plan, memory.Layout);
        memory.Take(race.Memory);
        IReadOnlyList<Actor> actors = race.Actors;
        using var processors = new Processors(new ProcessorOptions(actors.Count)
        {
            Flush = _plan.FlushesByInterrupt ? FlushKind.Interrupt : FlushKind.Broadcast,
            Rules = new StepRules(_plan.Absent, _options.Delays, _options.Delay),
            Poisons = true,
        });
        var barrier = new RoundBarrier(actors.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var cpus = new Cpu[actors.Count];
        long rounds = 0;
        bool isOver = false;
        long start = Stopwatch.GetTimestamp();
        processors.Run([.. actors.Select((actor, id) => (Action<Cpu>)(cpu => Play(cpu, actor, id)))]);
        string[] unseen = [.. race.Behaviours.Select(static b => b.Name).Where(n => !seen.Contains(n))];
        return new TrialResult(rounds, Stopwatch.GetElapsedTime(start), [.. _counts.Select(static c => new Outcome(c.Value, c.Key.Text, c.Key.Breach))], unseen);

        void Play(Cpu cpu, Actor actor, int id)
        {
            cpus[id] = cpu;
            cpu.Seed(_options.Seed + ((ulong)id << 32));
            try
            {
                while (true)
                {
                    cpu.Forget();
                    if (id == 0)
                    {
                        memory.Reset(cpu);
                    }

                    if (!barrier.Wait(cpu) || isOver)
                    {
                        return;
                    }

                    cpu.HoldUp(_options.Skew);
                    actor.Body(cpu);
                    if (!barrier.Wait(cpu))
                    {
                        return;
                    }

                    if (id == 0)
                    {
                        isOver = Count() || IsOver();
                    }

                    // Nobody forgets what it has shown before it has been counted.
                    if (!barrier.Wait(cpu))
                    {
                        return;
                    }
                }
            }
            catch (HardwareException e)
            {
                // What memory is like now is anybody's guess: the trial ends here.
                lock (_counts)
                {
                    _counts[($"{actor.Name} failed", e.Message)] = 1;
                }

                barrier.Break();
            }
        }

        bool Count()
        {
            rounds++;
            var outcome = new RoundOutcome(cpus);
            string? breach = race.Judge(outcome)?.Message;
            (string, string?) key = (OutcomeText.Of(actors, cpus), breach);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
            if (seen.Count < race.Behaviours.Count)
            {
                seen.UnionWith(race.Behaviours.Where(b => b.Happened(outcome)).Select(static b => b.Name));
            }

            return breach is not null && _counts.Where(static c => c.Key.Breach is not null).Sum(static c => c.Value) >= _options.Breaches;
        }

        bool IsOver()
        {
            if (rounds % 4096 == 0)
            {
                progress?.Report(rounds);
            }

            return rounds >= _options.Rounds || _cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(start) >= _options.Time;
        }
    }
}
