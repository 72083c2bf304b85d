using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Models.Cat;
using Racewalk.Reporting.Litmus;

namespace Racewalk.Cli;

/// <summary>Writes outcomes as they come.</summary>
internal sealed class LitmusReport(CliEnvironment environment, string format, bool withStates, string? dotFolder, Func<LitmusProgram, CatModel>? why)
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

        if (format != "json" && outcome.Result is { HasThinAir: true })
        {
            environment.Error.WriteLine($"{outcome.Path}: executions with values out of thin air, which the model's checks do not exclude, are left out");
        }

        switch (format)
        {
            case "herd" when outcome.Result is { } result:
                HerdBlock.Write(environment.Output, result, outcome.Program!.Info.GetValueOrDefault("Hash"), outcome.Elapsed);
                break;
            case "table":
                if (_outcomes.Count == 0)
                {
                    LitmusTable.WriteHeading(environment.Output);
                }

                LitmusTable.Write(environment.Output, outcome, withStates);
                break;
        }

        // Only JSON is written at the end and needs the tests again; without a result, reports need their names.
        _outcomes.Add(format == "json" || outcome.Result is null ? outcome : outcome with { Program = null });
        WritePicture(outcome);
        Explain(outcome);
    }

    /// <summary>Ends the report.</summary>
    public void Finish()
    {
        if (format == "json")
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
        if (dotFolder is not null && outcome.Result?.Picture is { } picture)
        {
            using var file = new StreamWriter(Path.Combine(dotFolder, outcome.Result.Name.Replace('/', '_') + ".dot"));
            DotPicture.Write(file, outcome.Result.Name, picture);
        }
    }

    private void Explain(LitmusOutcome outcome)
    {
        if (why is null || format == "json" || outcome.Result is not { } result || result.Bounds.Count > 0 || result.Positive > 0)
        {
            return;
        }

        LitmusProgram program = outcome.Program!;
        ForbiddenText.Write(environment.Output, result.Name, LitmusChecker.Explain(program, why(program), environment.Cancellation));
    }
}
