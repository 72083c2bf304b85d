namespace Racewalk.Comparison;

/// <summary>The programs of the comparison, and how GenMC is called for them from its own directory.</summary>
internal static class PeerCommands
{
    /// <summary>
    /// Everything that shortcuts the enumeration off: symmetry reduction, in-place revisiting (which loses complete executions of programs
    /// that wait), the estimate beforehand and the detector of model-sensitive programs. None of it changes a count of theirs.
    /// </summary>
    public static readonly IReadOnlyList<string> CommonOptions =
        ["--disable-sr", "--disable-ipr", "--disable-estimation", "--disable-mm-detector"];

    /// <summary>The bound of three passes that the published counts of the queues are made with.</summary>
    private static readonly string[] s_bounded = ["--unroll=3", "--no-unroll=main"];

    private static readonly Dictionary<string, string[]> s_commands = new(StringComparer.Ordinal)
    {
        ["N-writers(7)"] = ["--", "-DN=7", Synthetic("N-writers", "N_writers_a_reader0.c")],
        ["ainc(8)"] = ["--", "-DN=8", Synthetic("ainc", "ainc0.c")],
        ["chase-lev(st3)"] = ["--disable-race-detection", "--", "-DCONFIG_DEQ_STEALERS=3", Structure("chase-lev", "chase-lev0.c")],
        ["fib_bench(5)"] = ["--", Synthetic("fib_bench", "fib_bench0.c")],
        ["indexer(15)"] = ["--", "-DN=15", Synthetic("indexer", "indexer0.c")],
        ["lastzero(15)"] = ["--", "-DN=15", Synthetic("lastzero", "lastzero0.c")],
        ["readers(16)"] = ["--", "-DN=16", Synthetic("readers", "readers0.c")],
        ["big0"] = ["--", Synthetic("big0", "big00.c")],
        ["casrot(10)"] = ["--", "-DN=10", Synthetic("casrot", "casrot0.c")],
        ["ms-queue(rdwr3)"] =
            [.. s_bounded, "--", "-DCONFIG_QUEUE_READERS=0", "-DCONFIG_QUEUE_WRITERS=0", "-DCONFIG_QUEUE_RDWR=3", Structure("ms-queue", "main0.c")],
        ["mpmc-queue(rdwr3)"] =
            [.. s_bounded, "--", "-DCONFIG_MPMC_READERS=0", "-DCONFIG_MPMC_WRITERS=0", "-DCONFIG_MPMC_RDWR=3", Structure("mpmc-queue", "main0.c")],
        ["treiber-stack(r2w3)"] =
            ["--", "-DCONFIG_STACK_READERS=2", "-DCONFIG_STACK_WRITERS=3", Structure("treiber-stack", "main0.c")],
    };

    /// <summary>The programs' published names.</summary>
    public static IEnumerable<string> Programs => s_commands.Keys;

    /// <summary>What follows the options that all have: more of them, two dashes, the program; null for a program that is not compared.</summary>
    public static IReadOnlyList<string>? Find(string program) => s_commands.GetValueOrDefault(program);

    private static string Synthetic(string program, string file) => $"./tests/correct/synthetic/{program}/variants/{file}";

    private static string Structure(string program, string file) => $"./tests/correct/data-structures/{program}/variants/{file}";
}
