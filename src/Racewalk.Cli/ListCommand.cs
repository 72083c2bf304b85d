using System.CommandLine;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk list</c>.</summary>
internal sealed class ListCommand
{
    private readonly Argument<string[]> _scenarios = new("SCENARIO")
    {
        Description = "Scenarios to describe. Without any: one line for each there is.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _steps = new("--steps")
    {
        Description = "List the steps of every actor with the kernel function, version and file that they stand for.",
    };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("list", "List scenarios, their axes and their steps.") { _scenarios, _steps };
        command.SetAction(parse =>
        {
            IReadOnlyList<string> names = UsageException.Scenarios(parse.GetValue(_scenarios), parse.CommandResult.Command.Options);
            bool steps = parse.GetValue(_steps);
            IReadOnlyList<Scenario> scenarios = names.Count == 0 ? environment.Catalogue : [.. names.Select(environment.Find)];
            if (names.Count == 0 && !steps)
            {
                WriteTitles(environment, scenarios);
                return ExitCodes.Holds;
            }

            for (int i = 0; i < scenarios.Count; i++)
            {
                environment.Output.Write(i > 0 ? "\n" : "");
                Describe(environment.Output, scenarios[i], steps);
            }

            return ExitCodes.Holds;
        });
        return command;
    }

    private static void WriteTitles(CliEnvironment environment, IReadOnlyList<Scenario> scenarios) => Write(
        environment.Output,
        "",
        scenarios.Select(static s => new[] { s.Id, s.Title, FormattableString.Invariant($"({s.Expected.Count} configurations)") }));

    private static void Describe(TextWriter output, Scenario scenario, bool steps)
    {
        output.WriteLine($"{scenario.Id}: {scenario.Title}");
        if (steps)
        {
            Write(
                output,
                "  ",
                scenario.Steps.Select(static s => new[] { s.Actor, s.Name, s.Function, s.Version, s.File, s.Droppable ? "--drop" : "" })
                    .Prepend(["actor", "step", "function", "version", "file", ""]));
            return;
        }

        output.WriteLine();
        output.WriteLine(scenario.Documentation.Trim());
        output.WriteLine();
        output.WriteLine("axes (the first value is the default):");
        Write(output, "  ", scenario.Axes.Select(static a => new[] { a.Name, string.Join(", ", a.Values), a.Meaning }));
        output.WriteLine("expected verdicts:");
        Write(output, "  ", scenario.Expected.Select(static e => new[]
        {
            e.Configuration.ToString(), Reporting.Verdicts.VerdictNames.Of(e.Verdict), e.Reason,
        }));
    }

    private static void Write(TextWriter output, string indent, IEnumerable<string[]> rows)
    {
        string[][] table = [.. rows];
        if (table.Length == 0)
        {
            return;
        }

        int[] widths = [.. Enumerable.Range(0, table[0].Length).Select(c => table.Max(row => row[c].Length))];
        foreach (string[] row in table)
        {
            output.WriteLine((indent + string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c])))).TrimEnd());
        }
    }
}
