using System.Diagnostics;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;

namespace Racewalk.Comparison;

/// <summary>Measures litmus tests one after the other, each in turn with herd7 if that is there, on one thread.</summary>
internal sealed class LitmusRunner(ComparisonOptions options)
{
    private const int MaxRepetitions = 1000;

    // Tests with next to nothing to be checked: they cost what reading a dialect's model costs, which differs much between models.
    private static readonly Dictionary<string, string> s_smallest = new(StringComparer.Ordinal)
    {
        ["AArch64"] = "{ }\n P0 ;\n NOP ;\nexists (true)\n",
        [HerdPeer.PageTables] = "{ [PTE(x)]=(oa:PA(x)); }\n P0 ;\n NOP ;\nexists (true)\n",
        ["PPC"] = "{ }\n P0 ;\n sync ;\nexists (true)\n",
        ["X86"] = "{ }\n P0 ;\n MFENCE ;\nexists (true)\n",
        ["X86_64"] = "{ }\n P0 ;\n MFENCE ;\nexists (true)\n",
        ["C"] = "{ }\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (true)\n",
    };

    private readonly Dictionary<string, StartUp> _startUps = new(StringComparer.Ordinal);

    /// <summary>The runtime recompiles what is hot within this time.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(300);

    /// <summary>Checks that are shorter are repeated.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(50);

    public LitmusComparison Run(TextWriter notes, Action started, Action<LitmusMeasurement> measured)
    {
        HerdPeer? peer = options.HerdBinary is { } binary ? new HerdPeer(binary, options.LibraryDirectory, options.PeerLimit) : null;
        IReadOnlyList<(string Path, string Name)> tests = LitmusSample.Find(options, notes);
        started();
        var measurements = new List<LitmusMeasurement>();
        var leftOut = new List<string>();
        foreach ((string path, string name) in tests)
        {
            LitmusOutcome outcome = Check(path);
            string dialect = outcome.Program is { Translation: not null } ? HerdPeer.PageTables : outcome.Program?.Architecture ?? "";
            if (outcome.Result is null)
            {
                leftOut.Add($"{name}: {outcome.Error!.Split('\n')[0]}");
            }
            else if (peer is not null && !peer.Knows(dialect))
            {
                leftOut.Add($"{name}: herd7's libdir has no model for the kernel's C");
            }
            else
            {
                if (Measure(path, name, dialect, outcome.Result, peer) is not { } measurement)
                {
                    leftOut.Add($"{name}: herd7 takes more than {options.PeerLimit!.Value.TotalSeconds:0} s");
                    continue;
                }

                measurements.Add(measurement);
                measured(measurement);
            }
        }

        return new LitmusComparison(options.Rounds, peer is not null, _startUps, measurements, leftOut);
    }

    private static LitmusOutcome Check(string path) => LitmusBatch.Check(path, LitmusEngines.Candidates(LitmusEngines.BuiltInModelOf), new LitmusLimits(), CancellationToken.None);

    private StartUp MeasureStartUp(string dialect, HerdPeer? peer)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".litmus");
        File.WriteAllText(file, $"{dialect.Split(' ')[0]} smallest\n{s_smallest[dialect]}");
        try
        {
            peer?.Run(file, dialect);
            OwnProcess.Check(file);
            int[] rounds = [.. Enumerable.Range(0, options.Rounds)];
            Timing? theirs = peer is null ? null : Timing.Of(
                rounds.Select(_ => (peer.Run(file, dialect) ?? throw new ComparisonException("herd7 does not end on a test with nothing in it")).Cpu));
            return new StartUp(theirs, Timing.Of(rounds.Select(_ => OwnProcess.Check(file).Cpu)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private LitmusMeasurement? Measure(string path, string name, string dialect, LitmusResult result, HerdPeer? peer)
    {
        if (!_startUps.TryGetValue(dialect, out StartUp? startUp))
        {
            startUp = MeasureStartUp(dialect, peer);
            _startUps.Add(dialect, startUp);
        }

        HerdRun? run = peer?.Run(path, dialect);
        if (peer is not null && run is null)
        {
            return null;
        }

        int repetitions = WarmUp(path);
        var warm = new List<TimeSpan>();
        var cold = new List<ChildRun>();
        var theirs = new List<TimeSpan>();
        long bytes = 0;
        for (int round = 0; round < options.Rounds; round++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < repetitions; i++)
            {
                Check(path);
            }

            warm.Add((Environment.CpuUsage.TotalTime - cpu) / repetitions);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / repetitions;
            if (run is not null)
            {
                run = round == 0 ? run : peer!.Run(path, dialect) ?? run;
                theirs.Add(run.Cpu);
            }

            cold.Add(OwnProcess.Check(path));
        }

        return new LitmusMeasurement
        {
            Test = name,
            Dialect = dialect,
            States = result.States.Count,
            Observation = result.Observation,
            Executions = result.Positive + result.Negative,
            Candidates = result.Candidates,
            Bounds = result.Bounds,
            Warm = Timing.Of(warm),
            AllocatedBytes = bytes,
            Cold = ColdMeasurement.Of(cold),
            Peer = run is null ? null : new LitmusPeerMeasurement(run.States, run.Observation, Timing.Of(theirs), startUp.Peer!.MedianMs),
        };
    }

    /// <summary>Checks until the code is compiled for good. Returns how many checks make a round that is long enough to measure.</summary>
    private static int WarmUp(string path)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan last;
        do
        {
            long begin = Stopwatch.GetTimestamp();
            Check(path);
            last = Stopwatch.GetElapsedTime(begin);
        }
        while (Stopwatch.GetElapsedTime(start) < s_warmUp);

        return Math.Clamp((int)(s_round / last), 1, MaxRepetitions);
    }
}
