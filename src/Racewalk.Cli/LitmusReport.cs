using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Models.Cat;
using Racewalk.Reporting.Litmus;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Views;

namespace Racewalk.Cli;

/// <summary>What to write of outcomes.</summary>
/// <param name="Format">herd, table or json.</param>
/// <param name="WithStates">Whether tables have the final states, too.</param>
/// <param name="DotFolder">The folder for pictures; null for none.</param>
/// <param name="Explains">Whether to say why no execution satisfies a condition.</param>
/// <param name="Html">A file for the result of the one test as a page; null for none.</param>
/// <param name="CommandLine">The command line.</param>
internal sealed record LitmusReportOptions(string Format, bool WithStates, string? DotFolder, bool Explains, string? Html, string CommandLine);

/// <summary>Writes outcomes as they come.</summary>
internal sealed class LitmusReport(CliEnvironment environment, LitmusReportOptions options, Func<LitmusProgram, CatModel> models)
{
    private readonly List<LitmusOutcome> _outcomes = [];

    /// <summary>What came of the files so far.</summary>
    public IReadOnlyList<LitmusOutcome> Outcomes => _outcomes;

    /// <summary>Takes the next outcome.</summary>
    public void Add(LitmusOutcome outcome)
    {
        if (outcome.Error is { } error)
        {
            environment.Error.WriteLine(error);
        }

        foreach (string mistake in outcome.Result?.Mistakes ?? [])
        {
            environment.Error.WriteLine($"{mistake}; executions that do are left out");
        }

        foreach (string warning in outcome.Result?.Warnings ?? [])
        {
            environment.Error.WriteLine(warning);
        }

        if (options.Format != "json" && outcome.Result is { HasThinAir: true })
        {
            environment.Error.WriteLine($"{outcome.Path}: executions with values out of thin air, which the model's checks do not exclude, are left out");
        }

        switch (options.Format)
        {
            case "herd" when outcome.Result is { } result:
                HerdBlock.Write(environment.Output, result, outcome.Program!.Info.GetValueOrDefault("Hash"), outcome.Elapsed);
                break;
            case "table":
                if (_outcomes.Count == 0)
                {
                    LitmusTable.WriteHeading(environment.Output);
                }

                LitmusTable.Write(environment.Output, outcome, options.WithStates);
                break;
        }

        // Only JSON is written at the end and needs the tests again; without a result, reports need their names.
        _outcomes.Add(options.Format == "json" || outcome.Result is null ? outcome : outcome with { Program = null });
        WritePicture(outcome);
        bool isForbidden = outcome.Result is { Bounds.Count: 0, Positive: 0 };
        bool isAsked = isForbidden && ((options.Explains && options.Format != "json") || options.Html is not null);
        Forbidden? forbidden = isAsked ? LitmusChecker.Explain(outcome.Program!, models(outcome.Program!), environment.Cancellation) : null;
        if (isAsked && options.Explains && options.Format != "json")
        {
            ForbiddenText.Write(environment.Output, outcome.Result!.Name, forbidden);
        }

        WritePage(outcome, isForbidden, forbidden);
    }

    /// <summary>Ends the report.</summary>
    public void Finish()
    {
        if (options.Format == "json")
        {
            environment.Output.Write(LitmusJson.Write(_outcomes, environment.Version));
        }
    }

    /// <summary>
    /// The exit code: 2 if a file could not be checked or executions do what they must not, 3 if a bound was reached; else of one test 0 if its condition holds as quantified and 1
    /// if not, of several 0.
    /// </summary>
    public int ExitCode(int files) =>
        _outcomes.Any(static o => o.Result is null or { Mistakes.Count: > 0 }) ? ExitCodes.Usage
        : _outcomes.Any(static o => o.Result!.Bounds.Count > 0) ? ExitCodes.Inconclusive
        : files == 1 && !_outcomes[0].Result!.IsOk ? ExitCodes.Violated
        : ExitCodes.Holds;

    private void WritePicture(LitmusOutcome outcome)
    {
        if (options.DotFolder is not null && outcome.Result?.Picture is { } picture)
        {
            using var file = new StreamWriter(Path.Combine(options.DotFolder, outcome.Result.Name.Replace('/', '_') + ".dot"));
            DotPicture.Write(file, outcome.Result.Name, picture);
        }
    }

    private void WritePage(LitmusOutcome outcome, bool isForbidden, Forbidden? forbidden)
    {
        if (options.Html is null)
        {
            return;
        }

        if (outcome is not { Result: { } result, Program: { } program })
        {
            environment.Error.WriteLine($"racewalk: there is no result to show; {options.Html} is not written");
            return;
        }

        LitmusView view = LitmusView.Of(program, models(program).Title, result, isForbidden, forbidden);
        ReportFile.Write(options.Html, LitmusPage.Write(view, program.Source.Text, new PageOrigin(options.CommandLine, environment.Version)));
    }
}
