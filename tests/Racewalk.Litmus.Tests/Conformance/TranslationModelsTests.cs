using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Conformance;
using Racewalk.Models.Cat;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Conformance;

/// <summary>
/// The model of translation against its parents (docs/models/translation.md, 2.1): herd's, by the published verdicts and states of tests with one level, and that of
/// 2022, by the published verdicts of tests with several levels and by running it on all of both.
/// </summary>
public sealed class TranslationModelsTests(ITestOutputHelper output)
{
    private const string Arm = "armv8-vmsa";
    private const string Esop = "esop22";
    private const string Tables = "isla-vmsa";

    /// <summary>
    /// RDW.alias has two reads of one location of which a write of another thread comes between, and MP.RT.inv+dmb+ctrl-trfi forwards a descriptor past a branch: the
    /// published verdict with ETS, which is about faults and invalidations, forbids both, and neither has any. So the two columns are of different models.
    /// </summary>
    private static readonly string[] s_otherModelInColumn = ["MP.RT.inv+dmb+ctrl-trfi.litmus.toml", "RDW.alias.litmus.toml"];

    // Needs an access across two pages.
    private const string Misaligned = "W+T.misaligned.store.litmus.toml";

    [Theory]
    [InlineData(Esop, "", "")]
    [InlineData(Esop, "ets", "ets")]
    [InlineData(Arm, "", "")]
    public void Check_TestsOfSeveralLevels_AgreesWithPublishedVerdicts(string model, string variant, string column)
    {
        if (PublishedSuites.Root is not { } root)
        {
            output.WriteLine($"left out: {Tables} is not beside the repository");
            return;
        }

        string suite = Path.Combine(root, Tables);
        IReadOnlyList<ExpectedTest> expected = ExpectedTest.Load(suite, column);
        var differing = new List<string>();
        var refused = new List<string>();
        int compared = 0;
        Run(suite, expected, model, variant, (test, outcome) =>
        {
            if (outcome.Result is not { } result)
            {
                Assert.Contains(" is not supported", outcome.Error, StringComparison.Ordinal);
                refused.Add(test.File);
                return;
            }

            Assert.Empty(result.Bounds);
            compared += test.IsReachable is null ? 0 : 1;
            if (test.IsReachable is { } reachable && reachable != result.Positive > 0)
            {
                differing.Add(test.File);
            }
        });
        output.WriteLine($"{model} {variant}: {compared} verdicts compared, {differing.Count} differ, {refused.Count} tests refused");

        Assert.Equal(column.Length == 0 ? s_otherModelInColumn : [], differing);
        Assert.Equal(15, refused.Count);
        Assert.Equal([Misaligned], refused.Where(r => !IsOfTwoStages(r)));

        bool IsOfTwoStages(string file) => File.ReadAllText(Path.Combine(suite, file)).Contains("intermediate", StringComparison.Ordinal) && file != Misaligned;
    }

    /// <summary>
    /// The model and the one of 2022 on the same tests: how many have the same states under both. What differs, and why, is in docs/models/translation.md, 2.1 (d1 to d8); those
    /// with hardware updates are left out, which the model of 2022 does not have.
    /// </summary>
    [Theory]
    [InlineData(Tables, "", "", 141, 9)]
    [InlineData(Tables, "ets2", "ets", 122, 28)]
    [InlineData("herd-vmsa", "", "", 357, 56)]
    [InlineData("herd-vmsa", "ets2", "ets", 308, 105)]
    public void Check_BothModels_DifferWhereTheDocumentSays(string name, string variant, string variantOfParent, int same, int different)
    {
        if (PublishedSuites.Root is not { } root)
        {
            output.WriteLine($"left out: {name} is not beside the repository");
            return;
        }

        string suite = Path.Combine(root, name);
        ExpectedTest[] tests = [.. ExpectedTest.Load(suite).Where(t => !File.ReadAllText(SuiteFiles.Resolve(suite, t.File)).Contains("TTHM", StringComparison.Ordinal))];
        Dictionary<string, LitmusResult> ours = Results(suite, tests, Arm, variant);
        Dictionary<string, LitmusResult> parents = Results(suite, tests, Esop, variantOfParent);
        var differing = new List<string>();
        foreach ((string file, LitmusResult result) in ours.OrderBy(static r => r.Key, StringComparer.Ordinal))
        {
            HashSet<string> states = [.. result.States.Select(static s => s.Text)];
            HashSet<string> others = [.. parents[file].States.Select(static s => s.Text)];
            if (!states.SetEquals(others))
            {
                differing.Add($"{file}: {(states.IsSubsetOf(others) ? "fewer states" : states.IsSupersetOf(others) ? "more states" : "other states")}");
            }
        }

        output.WriteLine(string.Join('\n', differing));
        Assert.Equal((same, different), (ours.Count - differing.Count, differing.Count));
    }

    private static Dictionary<string, LitmusResult> Results(string suite, IReadOnlyList<ExpectedTest> tests, string model, string variant)
    {
        var results = new Dictionary<string, LitmusResult>(StringComparer.Ordinal);
        Run(suite, tests, model, variant, (test, outcome) =>
        {
            if (outcome.Result is { } result)
            {
                results.Add(test.File, result);
            }
        });
        return results;
    }

    private static void Run(string suite, IReadOnlyList<ExpectedTest> tests, string model, string variant, Action<ExpectedTest, LitmusOutcome> tell)
    {
        CatModel cat = BuiltInModels.Get(model);
        string[] files = [.. tests.Select(t => SuiteFiles.Resolve(suite, t.File))];
        int index = 0;
        HashSet<string> variants = variant.Length == 0 ? [] : [variant];
        LitmusBatch.Run(files, LitmusEngines.Candidates(_ => cat), new LitmusLimits(TimeSpan.FromMinutes(2)), 2, o => tell(tests[index++], o), default, variants);
    }
}
