using Racewalk.Classics;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests;

/// <summary>Counts of complete executions that GenMC 0.11 publishes for the same programs: exact, for both explorers.</summary>
public sealed class PublishedCountTests
{
    /// <summary>Program, complete executions under SC and under TSO.</summary>
    public static TheoryData<string, long, long> Counts => new()
    {
        { "SB", 3, 4 },
        { "MP", 3, 3 },
        { "LB", 3, 3 },
        { "2+2W", 3, 3 },
        { "IRIW", 15, 15 },
        { "ainc 6", 720, 720 },
        { "inc 3", 36, 36 },
        { "inc 4", 576, 576 },
        { "inc 5", 14400, 14400 },
        { "cinc 3", 216, 216 },
        { "N-writers 4", 720, 720 },
        { "casrot 8", 2048, 2048 },
        { "casw 4", 1200, 1200 },
        { "readers 8", 256, 256 },
        { "lastzero 5", 64, 64 },
        { "indexer 12", 8, 8 },
        { "indexer 13", 64, 64 },
        { "ttaslock 2", 4, 4 },
        { "ttaslock 3", 36, 36 },
        { "ttaslock 4", 576, 576 },
        { "ticketlock 2", 2, 2 },
        { "ticketlock 3", 6, 6 },
        { "ticketlock 4", 24, 24 },
        { "ticketlock 5", 120, 120 },
    };

    /// <summary>As <see cref="Counts"/>, too large for the explorer by graphs in a test.</summary>
    public static TheoryData<string, long, long> LargeCounts => new()
    {
        { "ainc 8", 40320, 40320 },
        { "cinc 4", 13824, 13824 },
        { "N-writers 7", 362880, 362880 },
        { "casrot 10", 38486, 38486 },
        { "casw 5", 32880, 32880 },
        { "readers 16", 65536, 65536 },
        { "lastzero 10", 3328, 3328 },
        { "lastzero 15", 147456, 147456 },
        { "indexer 15", 4096, 4096 },
        { "fib_bench 5", 218243, 525630 },
        { "big0", 69112, 69112 },
        { "ticketlock 6", 720, 720 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    [MemberData(nameof(LargeCounts))]
    public void Explore_ByClocks_CountsArePublishedOnes(string program, long sc, long tso)
    {
        Assert.Equal(sc, Explorer.Explore(Make(program), MemoryModel.Sc).Executions);
        Assert.Equal(tso, Explorer.Explore(Make(program), MemoryModel.Tso).Executions);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Explore_ByGraphs_CountsArePublishedOnes(string program, long sc, long tso)
    {
        Assert.Equal(sc, Explorer.Explore(Make(program), new ScModel()).Executions);
        Assert.Equal(tso, Explorer.Explore(Make(program), new TsoModel()).Executions);
    }

    private static CheckedProgram Make(string name)
    {
        string[] parts = name.Split(' ');
        int n = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return parts[0] switch
        {
            "SB" => LitmusShapes.StoreBuffering(),
            "MP" => LitmusShapes.MessagePassing(),
            "LB" => LitmusShapes.LoadBuffering(),
            "2+2W" => LitmusShapes.TwoPlusTwoW(),
            "IRIW" => LitmusShapes.Iriw(),
            "ainc" => Counters.Ainc(n),
            "inc" => Counters.Inc(n),
            "cinc" => Counters.Cinc(n),
            "N-writers" => Counters.Writers(n),
            "casrot" => Counters.CasRot(n),
            "casw" => Counters.CasW(n),
            "readers" => Counters.Readers(n),
            "lastzero" => Counters.LastZero(n),
            "indexer" => Counters.Indexer(n),
            "fib_bench" => Counters.FibBench(n),
            "big0" => Counters.Big0(),
            "ttaslock" => SpinLocks.TtasLock(n),
            "ticketlock" => SpinLocks.TicketLock(n),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such program"),
        };
    }
}
