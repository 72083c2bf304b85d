using System.Globalization;
using Racewalk.Classics;
using Racewalk.Models;

namespace Racewalk.Bench;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        Usage: Racewalk.Bench [options]
          --programs LIST     names with commas between, or 'all' of the published programs; else the programs of the comparison
          --models LIST       of sc and tso; else both
          --rounds N          timed rounds after the warm-up; else 5
          --peer genmc=DIR    runs GenMC (binary and test programs are in DIR) in turn with each round; its start-up is subtracted
          --peer herd7=FILE   measures litmus tests instead, herd7 (its binary is FILE) in turn with ours
          --libdir DIR        with herd7: its folder of models; else the one built into it
          --peer-limit S      with herd7: tests for which it takes more than S seconds are left out, and said to be; else there is no limit
          --tests LIST        with herd7: files, folders and @lists with commas between; else a sample of the published suites and the project's own
          --suites DIR        with herd7: where the published suites are; else ../shared/litmus, seen from the repository
          --once NAME         explores one program once, under the first of the models, and measures nothing: what a process of its own takes
          --json FILE         writes all figures to FILE
        Exit codes: 0 done, 1 a count or a verdict differs from the peer's or an exploration hit a bound, 2 unusable options or peer.
        """;

    public IReadOnlyList<string> Programs { get; private init; } = [.. PeerCommands.Programs];

    public IReadOnlyList<MemoryModel> Models { get; private init; } = [MemoryModel.Sc, MemoryModel.Tso];

    public int Rounds { get; private init; } = 5;

    public string? Once { get; private init; }

    public string? GenmcDirectory { get; private init; }

    public string? HerdBinary { get; private init; }

    public string? LibraryDirectory { get; private init; }

    public TimeSpan? PeerLimit { get; private init; }

    public IReadOnlyList<string>? Tests { get; private init; }

    public string? SuitesDirectory { get; private init; }

    public string? JsonPath { get; private init; }

    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions();
        for (int i = 0; i < args.Count; i += 2)
        {
            string name = args[i];
            string value = i + 1 < args.Count ? args[i + 1] : throw new BenchException($"{name} needs a value\n{Usage}");
            options = name switch
            {
                "--programs" => options with { Programs = ParsePrograms(value) },
                "--once" => options with { Once = ParsePrograms(value)[0] },
                "--models" => options with { Models = [.. value.Split(',').Select(ParseModel)] },
                "--rounds" => options with { Rounds = ParseRounds(value) },
                "--peer" => options.WithPeer(value),
                "--libdir" => options with { LibraryDirectory = Path.GetFullPath(value) },
                "--peer-limit" => options with { PeerLimit = TimeSpan.FromSeconds(ParseRounds(value)) },
                "--tests" => options with { Tests = value.Split(',') },
                "--suites" => options with { SuitesDirectory = Path.GetFullPath(value) },
                "--json" => options with { JsonPath = value },
                _ => throw new BenchException($"unknown option {name}\n{Usage}"),
            };
        }

        bool isForHerd = options.LibraryDirectory is not null || options.Tests is not null || options.SuitesDirectory is not null;
        return isForHerd && options.HerdBinary is null ? throw new BenchException($"--libdir, --tests and --suites need --peer herd7=FILE\n{Usage}") : options;
    }

    private static string[] ParsePrograms(string value)
    {
        string[] names = value == "all" ? [.. ClassicPrograms.Names] : value.Split(',');
        return names.FirstOrDefault(name => !ClassicPrograms.Contains(name)) is { } unknown
            ? throw new BenchException($"no program '{unknown}'; there are: {string.Join(' ', ClassicPrograms.Names)}")
            : names;
    }

    private static MemoryModel ParseModel(string value) => value switch
    {
        "sc" => MemoryModel.Sc,
        "tso" => MemoryModel.Tso,
        _ => throw new BenchException($"model '{value}' is neither sc nor tso"),
    };

    private static int ParseRounds(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0
            ? rounds
            : throw new BenchException($"--rounds needs a number above 0, not '{value}'");

    private BenchOptions WithPeer(string value)
    {
        const string Genmc = "genmc=";
        const string Herd = "herd7=";
        return value.StartsWith(Genmc, StringComparison.Ordinal) ? this with { GenmcDirectory = Path.GetFullPath(value[Genmc.Length..]) }
            : value.StartsWith(Herd, StringComparison.Ordinal) ? this with { HerdBinary = Path.GetFullPath(value[Herd.Length..]) }
            : throw new BenchException($"peer '{value}' is unknown; say genmc=DIR or herd7=FILE");
    }
}
