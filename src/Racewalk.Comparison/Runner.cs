using System.Diagnostics;
using System.Globalization;
using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Comparison;

/// <summary>Measures programs one after the other, each in turn with the peer, on one thread.</summary>
internal sealed class Runner(ComparisonOptions options)
{
    private const int MaxRepetitions = 1000;

    /// <summary>The runtime recompiles what is hot within this time, twice as a rule.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(700);

    /// <summary>Explorations that are shorter are repeated.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(50);

    public ProgramComparison Run(Action started, Action<Measurement> measured)
    {
        IReadOnlyList<string> peerOptions = options.ReducesSymmetry ? SymmetricPeerCommands.CommonOptions : PeerCommands.CommonOptions;
        GenmcPeer? peer = options.GenmcDirectory is { } directory ? new GenmcPeer(directory, peerOptions) : null;
        Timing? startUp = peer?.MeasureStartUp(options.Rounds);
        started();
        var measurements = new List<Measurement>();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("racewalk-bench-");
        try
        {
            foreach (Subject subject in Subject.Of(options))
            {
                IReadOnlyList<string>? command = peer is null ? null
                    : options.ReducesSymmetry ? SymmetricPeerCommands.Find(subject.Name, folder.FullName) : PeerCommands.Find(subject.Name);
                Measurement measurement = Measure(subject, peer, command, startUp);
                measurements.Add(measurement);
                measured(measurement);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return new ProgramComparison(options.Rounds, options.ReducesSymmetry, startUp, peer is null ? [] : peerOptions, measurements);
    }

    private Measurement Measure(Subject subject, GenmcPeer? peer, IReadOnlyList<string>? peerCommand, Timing? startUp)
    {
        (string name, MemoryModel model, CheckedProgram program) = subject;
        int repetitions = WarmUp(program, model);
        ExplorationResult? result = null;
        var ours = new List<TimeSpan>();
        var theirs = new List<TimeSpan>();
        var cold = new List<ChildRun>();
        GenmcRun? peerRun = null;
        long bytes = 0;
        for (int round = 0; round < options.Rounds; round++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < repetitions; i++)
            {
                result = Explorer.Explore(program, model, options: options.Exploration);
            }

            ours.Add((Environment.CpuUsage.TotalTime - cpu) / repetitions);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / repetitions;
            if (peerCommand is not null)
            {
                peerRun = peer!.Run(model, peerCommand);
                theirs.Add(peerRun.Cpu);
            }

            if (peerCommand is not null || options.MeasuresCold)
            {
                cold.Add(OwnProcess.Explore(name, model.Name, options.ReducesSymmetry));
            }
        }

        return new Measurement
        {
            Program = name,
            Model = model.Name,
            Executions = result!.Executions,
            Represented = result.Symmetry?.Represented.ToString(CultureInfo.InvariantCulture),
            Blocked = result.Blocked,
            Bounds = result.Bounds,
            Cpu = Timing.Of(ours),
            BytesPerExecution = bytes / Math.Max(1, result.Executions),
            PeakHeapBytes = HeapSampler.Peak(program, model, options.Exploration),
            Peer = peerRun is null
                ? null
                : new PeerMeasurement(peerRun.Executions, peerRun.Blocked, Timing.Of(theirs).Without(startUp!.MedianMs), Timing.Of(theirs), peerRun.PeakBytes),
            Cold = cold.Count == 0 ? null : ColdMeasurement.Of(cold),
        };
    }

    /// <summary>
    /// Explores until the code is compiled for good. Returns how many explorations make a round that is long enough to measure.
    /// </summary>
    private int WarmUp(CheckedProgram program, MemoryModel model)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan last;
        do
        {
            long begin = Stopwatch.GetTimestamp();
            Explorer.Explore(program, model, options: options.Exploration);
            last = Stopwatch.GetElapsedTime(begin);
        }
        while (Stopwatch.GetElapsedTime(start) < s_warmUp);

        return Math.Clamp((int)(s_round / last), 1, MaxRepetitions);
    }
}
