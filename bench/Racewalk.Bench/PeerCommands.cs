namespace Racewalk.Bench;

/// <summary>The eight programs of the comparison, and how GenMC is called for them from its own directory.</summary>
internal static class PeerCommands
{
    /// <summary>
    /// Everything that shortcuts the enumeration off: symmetry reduction, in-place revisiting (which loses complete executions of programs
    /// that wait), the estimate beforehand and the detector of model-sensitive programs. None of it changes a count of the eight.
    /// </summary>
    public static readonly IReadOnlyList<string> CommonOptions =
        ["--disable-sr", "--disable-ipr", "--disable-estimation", "--disable-mm-detector"];

    private static readonly Dictionary<string, string[]> s_commands = new(StringComparer.Ordinal)
    {
        ["N-writers(7)"] = ["-DN=7", Synthetic("N-writers", "N_writers_a_reader0.c")],
        ["ainc(8)"] = ["-DN=8", Synthetic("ainc", "ainc0.c")],
        ["fib_bench(5)"] = [Synthetic("fib_bench", "fib_bench0.c")],
        ["indexer(15)"] = ["-DN=15", Synthetic("indexer", "indexer0.c")],
        ["lastzero(15)"] = ["-DN=15", Synthetic("lastzero", "lastzero0.c")],
        ["readers(16)"] = ["-DN=16", Synthetic("readers", "readers0.c")],
        ["big0"] = [Synthetic("big0", "big00.c")],
        ["casrot(10)"] = ["-DN=10", Synthetic("casrot", "casrot0.c")],
    };

    /// <summary>The programs' published names.</summary>
    public static IEnumerable<string> Programs => s_commands.Keys;

    /// <summary>What follows GenMC's options; null for a program that is not compared.</summary>
    public static IReadOnlyList<string>? Find(string program) => s_commands.GetValueOrDefault(program);

    private static string Synthetic(string program, string file) => $"./tests/correct/synthetic/{program}/variants/{file}";
}
