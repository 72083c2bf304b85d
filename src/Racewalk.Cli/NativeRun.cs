using Racewalk.Scenarios;
using Racewalk.Trials;

namespace Racewalk.Cli;

/// <summary>Runs one configuration on real processors: first one that is known to break, then the one that was asked for.</summary>
/// <param name="environment">What to work with.</param>
/// <param name="scenario">The scenario.</param>
/// <param name="options">How it is run.</param>
/// <param name="usesControl">Whether what is known to break runs first.</param>
internal sealed class NativeRun(CliEnvironment environment, Scenario scenario, TrialOptions options, bool usesControl)
{
    /// <summary>How often the control must break before anything unseen counts.</summary>
    internal const long EnoughBreaches = 100;

    /// <summary>Runs both.</summary>
    /// <exception cref="ScenarioException">The configuration makes no sense.</exception>
    /// <exception cref="TrialException">It cannot be run.</exception>
    internal NativeReport Run(Configuration configuration)
    {
        Configuration asked = environment.Complete(scenario, configuration);
        NativePlan plan = PlanOf(asked);
        NativeTrial? control = null;
        bool isConvincing = !usesControl || ControlBreaks(plan, asked, out control);
        TrialResult result = Run(asked, plan, options);
        string[] doubts = result.Breaches > 0 ? [] :
        [
            .. isConvincing ? Array.Empty<string>() : [$"the control did not break {EnoughBreaches} times"],
            .. usesControl ? Array.Empty<string>() : ["there was no control"],
            .. result.Unseen.Select(static u => $"not seen: {u}"),
        ];
        return new NativeReport(scenario.Id, plan.FlushesByInterrupt, options, control, new NativeTrial(asked, result), doubts);
    }

    // A configuration that breaks by itself is its own control.
    private bool ControlBreaks(NativePlan plan, Configuration asked, out NativeTrial? trial)
    {
        trial = null;
        if (plan.Control is null)
        {
            return false;
        }

        Configuration control = environment.Complete(scenario, plan.Control);
        if (control.Equals(asked))
        {
            return true;
        }

        trial = new NativeTrial(control, Run(control, PlanOf(control), options with { Breaches = EnoughBreaches }));
        return trial.Result.Breaches >= EnoughBreaches;
    }

    private NativePlan PlanOf(Configuration configuration) => scenario.PlanNatively(configuration)
        ?? throw new UsageException($"{scenario.Id} cannot be run on real processors: only {string.Join(", ", TrialCatalogue.Scenarios)}");

    private TrialResult Run(Configuration configuration, NativePlan plan, TrialOptions with)
    {
        if (environment.ErrorIsTerminal)
        {
            environment.Error.WriteLine(FormattableString.Invariant($"{scenario.Id} {configuration}: for {with.Time.TotalSeconds:0.#} s at most"));
        }

        return TrialRunner.Run(new TrialPlan(scenario.Id, plan.Choices, plan.Absent, plan.FlushesByInterrupt), with, cancellation: environment.Cancellation);
    }
}

/// <summary>One configuration, and how it came out.</summary>
/// <param name="Configuration">The configuration, every axis named.</param>
/// <param name="Result">How it came out.</param>
internal sealed record NativeTrial(Configuration Configuration, TrialResult Result);

/// <summary>What <c>racewalk run</c> has seen.</summary>
/// <param name="Scenario">The scenario's id.</param>
/// <param name="FlushesByInterrupt">Whether TLB flushes interrupted other CPUs; otherwise they were broadcast.</param>
/// <param name="Options">How it was run.</param>
/// <param name="Control">What is known to break; null if it was not run, or is what was asked for.</param>
/// <param name="Trial">What was asked for.</param>
/// <param name="Doubts">Why nothing forbidden means nothing; none if it means something, or something was seen.</param>
internal sealed record NativeReport(
    string Scenario, bool FlushesByInterrupt, TrialOptions Options, NativeTrial? Control, NativeTrial Trial, IReadOnlyList<string> Doubts)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    internal int ExitCode => Trial.Result.Breaches > 0 ? ExitCodes.Violated : Doubts.Count == 0 ? ExitCodes.Holds : ExitCodes.Inconclusive;
}
