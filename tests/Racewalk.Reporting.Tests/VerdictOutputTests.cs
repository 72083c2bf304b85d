using System.Text.Json;
using Racewalk.Reporting.Json;
using Racewalk.Reporting.Replay;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Reporting.Tests;

public sealed class VerdictOutputTests
{
    private static readonly FakeScenario s_scenario = new("gup-fast/collapse");

    [Fact]
    public void Table_Catalogue_HasALineForEachConfiguration()
    {
        CheckedConfiguration[] checks = Checks();
        var table = new VerdictTable(checks.Select(static c => (c.Verdict.Scenario, c.Verdict.Configuration)));
        IEnumerable<string> lines =
            [table.Header, .. checks.Select(c => table.Line(c)), "", .. VerdictSummary.Lines(checks, checks.Length + 1)];
        Golden("catalogue.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Coverage_Holds_SaysWhatWasCovered()
    {
        CheckedConfiguration[] checks = Checks();
        Golden("coverage.txt", string.Join("\n\n", checks.Select(static c => string.Join('\n', CoverageStatement.Lines(c)))) + "\n");
    }

    [Fact]
    public void Json_Report_IsVersionedAndInOrder()
    {
        JsonResult[] results =
        [
            new JsonResult(Checks()[0], null, null),
            new JsonResult(Checks()[1], GupFastStory.Weak(), "racewalk check --replay TOKEN"),
        ];
        string json = JsonReport.Write(results, 2, "1.2.3");
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal("racewalk/check/1", document.RootElement.GetProperty("schema").GetString());
        Golden("report.json", json);
    }

    [Fact]
    public void CommandText_Configuration_ReadsAsItWasAsked() => Assert.Equal(
        "racewalk check gup-fast/collapse --variant arch=arm64 --variant era=E0 --drop flush --model sc",
        CheckCommandText.Of("gup-fast/collapse", Configuration.Parse("era=E0 arch=arm64 -flush model=sc")));

    private static CheckedConfiguration[] Checks() =>
    [
        new CheckedConfiguration(s_scenario.Judged(Verdict.Holds, "arch=arm64 era=E1"), s_scenario.Expected[1]),
        new CheckedConfiguration(
            s_scenario.Judged(Verdict.Violated, "arch=arm64 era=E0", GupFastStory.Weak().Execution, GupFastStory.Failure), s_scenario.Expected[2]),
        new CheckedConfiguration(
            s_scenario.Judged(Verdict.Violated, "arch=x86-64 era=E1", null, GupFastStory.Failure), s_scenario.Expected[0]),
        new CheckedConfiguration(s_scenario.Judged(Verdict.Inconclusive, "arch=x86-64 era=E1 -flush"), s_scenario.Expected[3]),
        new CheckedConfiguration(s_scenario.Judged(Verdict.Holds, "arch=x86-64 era=E1 model=sc"), null),
    ];

    private static void Golden(string name, string actual) => GoldenFile.Check("Racewalk.Reporting.Tests", name, actual);
}
