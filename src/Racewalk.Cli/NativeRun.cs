using System.Runtime.InteropServices;
using Racewalk.Hardware;
using Racewalk.Reporting.Text;
using Racewalk.Scenarios;
using Racewalk.Trials;

namespace Racewalk.Cli;

/// <summary>Runs one configuration on real processors: first one that is known to break, then the one that was asked for.</summary>
/// <param name="environment">Where results go.</param>
/// <param name="scenario">The scenario.</param>
/// <param name="options">How it is run.</param>
/// <param name="usesControl">Whether what is known to break runs first.</param>
internal sealed class NativeRun(CliEnvironment environment, Scenario scenario, TrialOptions options, bool usesControl)
{
    /// <summary>How often the control must break before anything unseen counts.</summary>
    internal const long EnoughBreaches = 100;

    /// <summary>Runs both.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="ScenarioException">The configuration makes no sense.</exception>
    /// <exception cref="TrialException">It cannot be run.</exception>
    internal int Run(Configuration configuration)
    {
        Configuration asked = environment.Complete(scenario, configuration);
        NativePlan plan = PlanOf(asked);
        environment.Output.WriteLine($"{scenario.Id}  {asked}");
        environment.Output.WriteLine(FormattableString.Invariant(
            $"{RuntimeInformation.ProcessArchitecture} with {Environment.ProcessorCount} processors, base pages of {BasePage.Size >> 10}K, TLB flush by {(plan.FlushesByInterrupt ? "interrupt" : "broadcast")}, seed {options.Seed}, steps held up for at most {options.Delay} ns"));

        bool isConvincing = !usesControl || ControlBreaks(plan, asked);
        environment.Output.WriteLine();
        TrialResult result = Run(plan, options);
        Write(result);
        environment.Output.WriteLine();
        if (result.Breaches > 0)
        {
            environment.Output.WriteLine($"seen: forbidden outcomes in {result.Breaches} of {ValueText.Count(result.Rounds, "round")}");
            return ExitCodes.Violated;
        }

        string[] doubts =
        [
            .. isConvincing ? Array.Empty<string>() : [$"the control did not break {EnoughBreaches} times"],
            .. usesControl ? Array.Empty<string>() : ["there was no control"],
            .. result.Unseen.Select(static u => $"not seen: {u}"),
        ];
        environment.Output.WriteLine($"not seen: any forbidden outcome, in {ValueText.Count(result.Rounds, "round")}");
        foreach (string doubt in doubts)
        {
            environment.Output.WriteLine($"inconclusive: {doubt}");
        }

        return doubts.Length == 0 ? ExitCodes.Holds : ExitCodes.Inconclusive;
    }

    // A configuration that breaks by itself is its own control.
    private bool ControlBreaks(NativePlan plan, Configuration asked)
    {
        if (plan.Control is null)
        {
            return false;
        }

        Configuration control = environment.Complete(scenario, plan.Control);
        if (control.Equals(asked))
        {
            return true;
        }

        environment.Output.WriteLine();
        environment.Output.WriteLine($"control: {control}");
        TrialResult result = Run(PlanOf(control), options with { Breaches = EnoughBreaches });
        Write(result);
        return result.Breaches >= EnoughBreaches;
    }

    private NativePlan PlanOf(Configuration configuration) => scenario.PlanNatively(configuration)
        ?? throw new UsageException($"{scenario.Id} cannot be run on real processors: only {string.Join(", ", TrialCatalogue.Scenarios)}");

    private TrialResult Run(NativePlan plan, TrialOptions with) =>
        TrialRunner.Run(new TrialPlan(scenario.Id, plan.Choices, plan.Absent, plan.FlushesByInterrupt), with, cancellation: environment.Cancellation);

    private void Write(TrialResult result)
    {
        int width = result.Outcomes.Max(static o => ValueText.Count(o.Count).Length);
        foreach (Outcome outcome in result.Outcomes)
        {
            string mark = outcome.Breach is null ? "" : "  <- forbidden: " + outcome.Breach;
            environment.Output.WriteLine($"{ValueText.Count(outcome.Count).PadLeft(width)} x  {outcome.Text}{mark}");
        }

        environment.Output.WriteLine(FormattableString.Invariant($"{result.Rounds} rounds in {result.Elapsed.TotalSeconds:0.0} s"));
    }
}
