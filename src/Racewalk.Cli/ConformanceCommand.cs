using System.CommandLine;
using System.Globalization;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Conformance;
using Racewalk.Litmus.Semantics;
using Racewalk.Models.Cat;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk conformance</c>.</summary>
internal sealed class ConformanceCommand
{
    private readonly Argument<string> _folder = new("DIR")
    {
        Description = "A suite, which is a folder with litmus tests and an expected.csv, or a folder of suites.",
    };

    private readonly Option<string[]> _suites = new("--suite") { Description = "Only this suite. May be repeated.", HelpName = "NAME" };

    private readonly LitmusModels _models = new();

    private readonly Option<double?> _maxTime = new("--max-time") { Description = "Stop a test after this many seconds.", HelpName = "S" };

    private readonly WorkersOption _workers = WorkersOption.OfLitmus();

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("conformance", "Compare the verdicts of whole suites of litmus tests with published ones.") { _folder, _suites, _maxTime, _workers.Option };
        _models.AddTo(command);
        command.SetAction(parse => Run(parse, environment));
        return command;
    }

    private int Run(ParseResult parse, CliEnvironment environment)
    {
        IReadOnlyList<string> suites = Suites(parse.GetValue(_folder)!, parse.GetValue(_suites) ?? []);
        Func<LitmusProgram, CatModel> models = _models.Choose(parse);
        var limits = new LitmusLimits(LitmusArguments.Time(parse.GetValue(_maxTime)));
        int workers = _workers.Of(parse);
        var reports = new List<SuiteReport>();
        foreach (string suite in suites)
        {
            try
            {
                reports.Add(Check(suite, models, limits, workers, environment, _models.TestVariants(parse)));
            }
            catch (OperationCanceledException)
            {
                environment.Error.WriteLine("racewalk: interrupted");
                return ExitCodes.Inconclusive;
            }
            catch (FormatException e)
            {
                throw new UsageException(e.Message);
            }
        }

        bool agree = reports.All(static r => r.Disagreements.Count == 0);
        bool complete = reports.All(static r => r.Refusals.Count == 0 && r.Timeouts.Count == 0);
        environment.Output.WriteLine(Summary(reports));
        return !agree ? ExitCodes.Violated : complete ? ExitCodes.Holds : ExitCodes.Inconclusive;
    }

    private static IReadOnlyList<string> Suites(string folder, IReadOnlyList<string> wanted)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"there is no folder '{folder}'");
        }

        string[] suites = File.Exists(Path.Combine(folder, "expected.csv"))
            ? [folder]
            : [.. Directory.EnumerateDirectories(folder).Where(static d => File.Exists(Path.Combine(d, "expected.csv"))).Order(StringComparer.Ordinal)];
        string[] names = [.. suites.Select(static s => Path.GetFileName(Path.GetFullPath(s)))];
        foreach (string name in wanted)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                throw UsageException.Unknown("suite", name, names);
            }
        }

        return suites.Length == 0
            ? throw new UsageException($"neither '{folder}' nor a folder in it has an expected.csv")
            : [.. suites.Where((_, i) => wanted.Count == 0 || wanted.Contains(names[i], StringComparer.Ordinal))];
    }

    private static SuiteReport Check(string suite, Func<LitmusProgram, CatModel> models, LitmusLimits limits, int workers, CliEnvironment environment, IReadOnlySet<string> variants)
    {
        IReadOnlyList<ExpectedTest> expected = ExpectedTest.Load(suite, PublishedName(variants));
        var report = new SuiteReport(Path.GetFileName(Path.GetFullPath(suite)));
        int index = 0;
        string[] files = [.. expected.Select(e => SuiteFiles.Resolve(suite, e.File))];
        LitmusBatch.Run(files, LitmusEngines.Candidates(models), limits, workers, outcome => report.Add(expected[index++], outcome), environment.Cancellation, variants);
        TextWriter output = environment.Output;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Name}: {report.Tests} tests, {report.Agreeing} agree, {report.Disagreements.Count} disagree, {report.Refusals.Count} refused, ") + string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Timeouts.Count} cut{Unjudged(report.Unjudged)}; {report.StateSets} state sets compared; {report.Elapsed.TotalSeconds:0.0} s, longest {report.Slowest.Elapsed.TotalSeconds:0.00} s ({report.Slowest.Test})"));
        foreach ((string test, string what) in report.Disagreements)
        {
            output.WriteLine($"  disagrees: {test}: {what}");
        }

        foreach ((string test, string why) in report.Refusals)
        {
            output.WriteLine($"  refused: {test}: {why.Split('\n')[0]}");
        }

        foreach (string test in report.Timeouts)
        {
            output.WriteLine($"  cut: {test}");
        }

        return report;
    }

    private static string Summary(IReadOnlyList<SuiteReport> reports) => string.Create(
        CultureInfo.InvariantCulture,
        $"{reports.Count} suites: {reports.Sum(static r => r.Tests)} tests, {reports.Sum(static r => r.Agreeing)} agree, {reports.Sum(static r => r.Disagreements.Count)} disagree, {reports.Sum(static r => r.Refusals.Count)} refused, {reports.Sum(static r => r.Timeouts.Count)} cut{Unjudged(reports.Sum(static r => r.Unjudged))}");

    private static string Unjudged(int tests) => tests == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {tests} without a published verdict");

    // What is published goes by the variants besides those that the catalogue has anyway.
    private static string PublishedName(IReadOnlySet<string> variants) =>
        string.Join(',', variants.Select(static v => v.ToLowerInvariant()).Where(static v => v is not ("vmsa" or "fatal" or "precise")).Order(StringComparer.Ordinal));
}
