using System.CommandLine;
using Racewalk.Comparison;
using Racewalk.Exploration;
using Racewalk.Models;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk bench explore</c>.</summary>
internal sealed class BenchExploreCommand
{
    private const string Genmc = "genmc=";
    private const string Herd = "herd7=";

    private readonly Option<string[]> _peers = new("--peer")
    {
        Description = "genmc=DIR runs GenMC (its binary and test programs are in DIR) in turn with each round; herd7=FILE measures litmus tests in turn with herd7. May be repeated.",
        HelpName = "PEER",
    };

    private readonly Option<string?> _programs = new("--programs") { Description = "Names with commas between, or 'all' of the published programs; else those of the comparison.", HelpName = "LIST" };

    private readonly Option<string?> _models = new("--models") { Description = "Of sc and tso; else both.", HelpName = "LIST" };

    private readonly Option<bool> _noScenarios = new("--no-scenarios") { Description = "Leaves out the largest scenarios." };

    private readonly Option<int> _rounds = new("--rounds") { Description = "Timed rounds after the warm-up.", HelpName = "N", DefaultValueFactory = static _ => 5 };

    private readonly Option<string?> _library = new("--libdir") { Description = "With herd7: its folder of models; else the one built into it.", HelpName = "DIR" };

    private readonly Option<int?> _limit = new("--peer-limit") { Description = "With herd7: tests for which it takes more seconds are left out, and said to be.", HelpName = "S" };

    private readonly Option<string?> _tests = new("--tests") { Description = "Measures litmus tests, with herd7 or alone: files, folders and @lists with commas between, or 'sample', which herd7 has if nothing is said.", HelpName = "LIST" };

    private readonly Option<string?> _suites = new("--suites") { Description = "With litmus tests: where the published suites are, of which the sample is.", HelpName = "DIR" };

    private readonly Option<bool> _cold = new("--cold") { Description = "Explores each program in a process of its own, too, each round; with GenMC that is always done for what is compared." };

    private readonly Option<bool> _symmetry = new("--symmetry")
    {
        Description = "Reduces symmetry, of programs with identical threads; GenMC then runs with its symmetry reduction and in-place revisiting. Scenarios are left out.",
    };

    private readonly Option<string?> _json = new("--json") { Description = "Write the figures to a file, too; those of litmus tests to FILE.litmus.json.", HelpName = "FILE" };

    private readonly Option<string?> _chart = new("--chart") { Description = "Draw the figures of programs into an SVG file, too.", HelpName = "FILE" };

    // What a process of its own takes: the command runs itself with it.
    private readonly Option<string?> _once = new("--once") { Description = "Explore one program once, and measure nothing.", HelpName = "NAME", Hidden = true };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("explore", "Measure the explorer, alone or side by side with GenMC and herd7.")
        {
            _peers, _programs, _models, _noScenarios, _rounds, _library, _limit, _tests, _suites, _cold, _symmetry, _json, _chart, _once,
        };
        command.SetAction(parse =>
        {
            try
            {
                return Run(parse, environment);
            }
            catch (ComparisonException e)
            {
                throw new UsageException(e.Message);
            }
        });
        return command;
    }

    private int Run(ParseResult parse, CliEnvironment environment)
    {
        ComparisonOptions options = Options(parse);
        if (parse.GetValue(_once) is { } once)
        {
            Subject subject = Subject.Find(once, options.Models[0]);
            environment.Output.WriteLine(Explorer.Explore(subject.Program, subject.Model, options: options.Exploration).Executions);
            return ExitCodes.Holds;
        }

        bool isSound = true;
        if (!options.MeasuresLitmus || options.GenmcDirectory is not null)
        {
            var report = new TextReport(environment.Output);
            ProgramComparison result = new Runner(options).Run(report.WriteHeader, report.WriteRow);
            report.WriteSummary(result);
            isSound = result.IsSound;
            if (parse.GetValue(_json) is { } json)
            {
                Comparison.JsonReport.Write(result, json);
            }

            if (parse.GetValue(_chart) is { } chart)
            {
                File.WriteAllText(chart, ComparisonChart.Write(result));
            }
        }

        if (options.MeasuresLitmus)
        {
            var report = new LitmusTextReport(environment.Output, options.HerdBinary is not null);
            LitmusComparison result = new LitmusRunner(options).Run(environment.Error, report.WriteHeader, report.WriteRow);
            report.WriteSummary(result);
            isSound &= result.IsSound;
            if (parse.GetValue(_json) is { } json)
            {
                Comparison.JsonReport.Write(result, json + ".litmus.json");
            }
        }

        return isSound ? ExitCodes.Holds : ExitCodes.Violated;
    }

    private ComparisonOptions Options(ParseResult parse)
    {
        var options = new ComparisonOptions();
        string[] peers = parse.GetValue(_peers) ?? [];
        if (peers.FirstOrDefault(static p => !p.StartsWith(Genmc, StringComparison.Ordinal) && !p.StartsWith(Herd, StringComparison.Ordinal)) is { } unknown)
        {
            throw new UsageException($"--peer: '{unknown}' is unknown; say genmc=DIR or herd7=FILE");
        }

        string? herd = PathOf(peers, Herd);
        if (herd is null && (parse.GetValue(_library) is not null || parse.GetValue(_limit) is not null))
        {
            throw new UsageException("--libdir and --peer-limit: only with --peer herd7=FILE");
        }

        bool measuresLitmus = herd is not null || parse.GetValue(_tests) is not null;
        if (!measuresLitmus && parse.GetValue(_suites) is not null)
        {
            throw new UsageException("--suites: only with --tests, or with --peer herd7=FILE");
        }

        return options with
        {
            GenmcDirectory = PathOf(peers, Genmc),
            MeasuresLitmus = measuresLitmus,
            MeasuresCold = parse.GetValue(_cold),
            HerdBinary = herd,
            Programs = parse.GetValue(_programs) is { } programs ? ComparisonOptions.ParsePrograms(programs) : options.Programs,
            Models = parse.GetValue(_models) is { } models ? [.. models.Split(',').Select(ModelOf)] : options.Models,
            ReducesSymmetry = parse.GetValue(_symmetry),
            Scenarios = parse.GetValue(_noScenarios) || parse.GetValue(_symmetry) ? [] : options.Scenarios,
            Rounds = parse.GetValue(_rounds) is > 0 and var rounds ? rounds : throw new UsageException("--rounds: the number must be positive"),
            LibraryDirectory = parse.GetValue(_library) is { } library ? Path.GetFullPath(library) : null,
            PeerLimit = parse.GetValue(_limit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Tests = parse.GetValue(_tests)?.Split(','),
            SuitesDirectory = parse.GetValue(_suites) is { } suites ? Path.GetFullPath(suites) : null,
        };
    }

    private static string? PathOf(string[] peers, string kind) =>
        peers.LastOrDefault(p => p.StartsWith(kind, StringComparison.Ordinal)) is { } peer ? Path.GetFullPath(peer[kind.Length..]) : null;

    private static MemoryModel ModelOf(string name) => name switch
    {
        "sc" => MemoryModel.Sc,
        "tso" => MemoryModel.Tso,
        // Scenarios have their own; the name is only passed on.
        _ => MemoryModel.All.FirstOrDefault(m => m.Name == name) ?? throw UsageException.Unknown("model", name, ["sc", "tso"]),
    };
}
