using Racewalk.Hardware;
using Racewalk.Mm.Races;

namespace Racewalk.Trials;

/// <summary>
/// Runs a scenario's actors against each other on real processors, round after round from the same memory, and counts how they come out: what litmus7 does for litmus tests (Alglave,
/// Maranget, Sarkar, Sewell, TACAS 2011). Where there are processors enough, further copies of the race run beside it. What is not seen may still be possible.
/// </summary>
public static class TrialRunner
{
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
        options ??= new TrialOptions();
        RaceSource source = TrialCatalogue.Find(plan);
        int actors = source.CountActors(plan);
        int copies = Math.Max(1, (options.Cpus ?? Environment.ProcessorCount) / actors);
        using var memory = new TrialMemory(copies, source.FarFrames?.Invoke() ?? 0);
        Race[] races = [.. Enumerable.Range(0, copies).Select(i => source.Create(plan, memory.LayoutOf(i)))];
        RaceImage[] images = [.. races.Select((race, i) => new RaceImage(race.Memory, address => memory.Owns(i, address)))];
        var tally = new TrialTally(options, progress, cancellation);
        var failures = new List<Exception>();
        Thread[] threads = [.. races.Select((race, i) => new Thread(() => Run(i, race)) { Name = $"copy {i}", IsBackground = true })];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return failures.Count == 0 ? tally.Result(copies, races[0].Behaviours.Select(static b => b.Name)) : throw new AggregateException(failures);

        void Run(int copy, Race race)
        {
            try
            {
                using var trial = new TrialCopy(race, images[copy], tally, new ProcessorOptions(actors)
                {
                    Flush = plan.FlushesByInterrupt ? FlushKind.Interrupt : FlushKind.Broadcast,
                    Rules = new StepRules(plan.Absent, options.Delays, options.Delay),
                    Poisons = true,
                    FirstProcessor = copy * actors,
                });
                trial.Run(options.Seed + ((ulong)copy << 48), options.Skew);
            }
            catch (Exception e)
            {
                // Whatever it is, the other copies end, and the caller's thread throws it.
                tally.Stop();
                lock (failures)
                {
                    failures.Add(e);
                }
            }
        }
    }
}
