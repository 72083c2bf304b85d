using System.Text.Json;
using System.Xml.Linq;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Programs;
using Racewalk.Reporting.Json;
using Racewalk.Reporting.Pipelines;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Reporting.Tests;

/// <summary>JUnit's XML and SARIF.</summary>
public sealed class PipelineReportTests
{
    private static readonly FakeScenario s_scenario = new("gup-fast/collapse") { OnBuild = static _ => FakeScenario.Instance(GupFastStory.Program) };
    private static readonly PipelineRun s_run = new("check", "racewalk check --all", "1.2.3", true);

    [Fact]
    public void JUnit_OneConfigurationEach_IsJudgedByItsVerdict() =>
        Golden("junit.xml", JUnitReport.Write(s_run, [.. CheckCases.Of(Results(), isCompared: false, isFirstFound: false), NotChecked()]));

    [Fact]
    public void JUnit_Catalogue_IsJudgedByWhatIsExpected() =>
        Golden("junit-compared.xml", JUnitReport.Write(s_run, [.. CheckCases.Of(Results(), isCompared: true, isFirstFound: true)]));

    [Fact]
    public void Sarif_OneConfigurationEach_HasWhatIsViolatedOrOpen() =>
        Golden("check.sarif", SarifReport.Write(s_run, CheckSarif.Of(Results(), isCompared: false), []));

    [Fact]
    public void Sarif_Catalogue_SuppressesWhatIsExpectedAndReportsAMutantThatHolds()
    {
        using JsonDocument document = JsonDocument.Parse(SarifReport.Write(s_run, CheckSarif.Of(Results(), isCompared: true), []));
        JsonElement[] results = [.. document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
        Assert.Equal(["use-after-free", "use-after-free", "inconclusive", "unexpected-verdict"], results.Select(static r => r.GetProperty("ruleId").GetString()));
        Assert.Equal(["note", "error", "none", "error"], results.Select(static r => r.GetProperty("level").GetString()));
        Assert.Equal([true, false, false, false], results.Select(static r => r.TryGetProperty("suppressions", out _)));
        Assert.Contains("expected holds", results[1].GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sarif_EachKindOfViolation_HasARuleWithHelp(ViolationKind kind)
    {
        var check = new CheckedConfiguration(s_scenario.Judged(Verdict.Violated, "arch=arm64", null, new FailureNote(kind, "broken")), null);
        using JsonDocument document = JsonDocument.Parse(SarifReport.Write(s_run, CheckSarif.Of([new JsonResult(check, null, null)], isCompared: false), []));
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        JsonElement result = run.GetProperty("results")[0];
        JsonElement rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()];
        Assert.Equal(result.GetProperty("ruleId").GetString(), rule.GetProperty("id").GetString());
        Assert.Equal(kind.ToString(), rule.GetProperty("name").GetString());
        Assert.True(rule.GetProperty("help").GetProperty("text").GetString()!.Length > 30);
        Assert.Equal("gup-fast/collapse", result.GetProperty("locations")[0].GetProperty("logicalLocations")[0].GetProperty("name").GetString());
    }

    public static TheoryData<ViolationKind> Kinds => [.. Enum.GetValues<ViolationKind>().Where(static k => k != ViolationKind.Halted)];

    [Fact]
    public void Sarif_Fingerprint_IsOneOfScenarioConfigurationAndKindAlone()
    {
        static string Print(string configuration, ViolationKind kind, string message)
        {
            var check = new CheckedConfiguration(s_scenario.Judged(Verdict.Violated, configuration, null, new FailureNote(kind, message)), null);
            using JsonDocument document = JsonDocument.Parse(SarifReport.Write(s_run, CheckSarif.Of([new JsonResult(check, null, null)], isCompared: false), []));
            return document.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("partialFingerprints").GetProperty("racewalk/v1").GetString()!;
        }

        string one = Print("arch=arm64", ViolationKind.LostData, "lost");
        Assert.Equal(one, Print("arch=arm64", ViolationKind.LostData, "lost at another place"));
        Assert.NotEqual(one, Print("arch=arm64 -flush", ViolationKind.LostData, "lost"));
        Assert.NotEqual(one, Print("arch=arm64", ViolationKind.Deadlock, "lost"));
    }

    [Fact]
    public void JUnit_HostileNames_StayText()
    {
        const string hostile = "a<b>&\"'\0\u0001\u001b[31m\r\n\t]]>\uD800\uFFFE\u00E4\uD83D\uDE00";
        string xml = JUnitReport.Write(
            s_run with { CommandLine = hostile },
            [new JUnitCase(hostile, hostile, TimeSpan.FromSeconds(1234.5), CaseState.Failed, hostile, hostile, hostile)]);
        var document = XDocument.Parse(xml, LoadOptions.PreserveWhitespace);
        XElement one = document.Descendants("testcase").Single();
        const string shown = "a<b>&\"'\uFFFD\uFFFD\uFFFD[31m\r\n\t]]>\uFFFD\uFFFD\u00E4\uD83D\uDE00";
        Assert.Equal(shown, one.Attribute("name")!.Value);
        Assert.Equal(shown, one.Attribute("classname")!.Value);
        Assert.Equal(shown, one.Element("failure")!.Attribute("message")!.Value);
        Assert.Equal(shown, document.Descendants("property").Last().Attribute("value")!.Value);
        Assert.Equal(shown.Replace("\r\n", "\n", StringComparison.Ordinal), one.Element("failure")!.Value);
        Assert.Equal("1234.500", one.Attribute("time")!.Value);
    }

    [Fact]
    public void Sarif_HostileNames_StayText()
    {
        const string hostile = "a<b>&\"'\0\u001b]]>\u00E4\uD83D\uDE00";
        string sarif = SarifReport.Write(s_run with { CommandLine = hostile }, [], [new SarifNotice(hostile, "a b/%41\u00E4:#?.litmus")]);
        using JsonDocument document = JsonDocument.Parse(sarif);
        JsonElement invocation = document.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0];
        Assert.Equal(hostile, invocation.GetProperty("commandLine").GetString());
        JsonElement notice = invocation.GetProperty("toolExecutionNotifications")[0];
        Assert.Equal(hostile, notice.GetProperty("message").GetProperty("text").GetString());
        string uri = notice.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!;
        Assert.Equal("a%20b/%2541%C3%A4%3A%23%3F.litmus", uri);
    }

    [Theory]
    [InlineData("~exists (0:EAX=0 /\\ 1:EAX=0)", CaseState.Failed, "SB: an execution satisfies what must not be: (0:EAX=0 /\\ 1:EAX=0)", true)]
    [InlineData("forall (0:EAX=1)", CaseState.Failed, "SB: an execution does not satisfy what must always be: (0:EAX=1)", true)]
    [InlineData("exists (0:EAX=2)", CaseState.Failed, "SB: no execution satisfies (0:EAX=2)", false)]
    [InlineData("exists (0:EAX=0)", CaseState.Passed, "", false)]
    public void Litmus_Condition_IsACaseAndAResultAtItsLine(string condition, CaseState state, string message, bool hasFlow)
    {
        LitmusOutcome outcome = Litmus("X86 SB\n{ }\n P0 | P1 ;\n MOV [x],$1 | MOV [y],$1 ;\n MOV EAX,[y] | MOV EAX,[x] ;\n\n" + condition + "\n");
        JUnitCase one = Assert.Single(LitmusCases.Of([outcome]));
        Assert.Equal((outcome.Path, "SB", state, message), (one.Group, one.Name, one.State, one.Message));
        Assert.DoesNotContain("Time ", one.Text, StringComparison.Ordinal);

        using JsonDocument document = JsonDocument.Parse(SarifReport.Write(s_run, LitmusSarif.Of([outcome]), LitmusSarif.Notices([outcome])));
        JsonElement[] results = [.. document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
        Assert.Equal(state == CaseState.Failed ? 1 : 0, results.Length);
        foreach (JsonElement result in results)
        {
            JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.Equal(7, place.GetProperty("region").GetProperty("startLine").GetInt32());
            Assert.Equal("file://" + outcome.Path, place.GetProperty("artifactLocation").GetProperty("uri").GetString());
            Assert.Equal(hasFlow, result.TryGetProperty("codeFlows", out JsonElement flows));
            if (hasFlow)
            {
                JsonElement[] threads = [.. flows[0].GetProperty("threadFlows").EnumerateArray()];
                Assert.Equal(["P0", "P1"], threads.Select(static t => t.GetProperty("id").GetString()));
                int[] lines = [.. threads[0].GetProperty("locations").EnumerateArray()
                    .Select(static l => l.GetProperty("location").GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32())];
                Assert.Equal([4, 5], lines);
            }
        }
    }

    [Theory]
    [InlineData("X86 SB\n{ ", "error")]
    [InlineData("X86 SB\n{ }\n P0 ;\n CPUID ;\nexists (x=0)\n", "refused")]
    public void Litmus_ThatCannotBeChecked_IsAnErrorAndANotice(string text, string kind)
    {
        LitmusOutcome outcome = Litmus(text);
        JUnitCase one = Assert.Single(LitmusCases.Of([outcome]));
        Assert.Equal((CaseState.Errored, kind), (one.State, one.Kind));
        Assert.DoesNotContain('\n', one.Message);
        Assert.Equal(outcome.Error, Assert.Single(LitmusSarif.Notices([outcome])).Message);
        Assert.Empty(LitmusSarif.Of([outcome]));
    }

    [Fact]
    public void Litmus_Bounded_IsAnErrorAndOpen()
    {
        LitmusOutcome whole = Litmus("X86 SB\n{ }\n P0 ;\n MOV [x],$1 ;\nexists (x=1)\n");
        LitmusOutcome outcome = whole with { Result = whole.Result! with { Bounds = ["time limit"] } };
        JUnitCase one = Assert.Single(LitmusCases.Of([outcome]));
        Assert.Equal((CaseState.Errored, "inconclusive", "inconclusive: time limit"), (one.State, one.Kind, one.Message));
        using JsonDocument document = JsonDocument.Parse(SarifReport.Write(s_run, LitmusSarif.Of([outcome]), []));
        Assert.Equal("open", document.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("kind").GetString());
    }

    private static LitmusOutcome Litmus(string text)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return LitmusBatch.Check(path, LitmusEngines.Candidates(LitmusEngines.BuiltInModelOf), new LitmusLimits(WithPictures: true), CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static JUnitCase NotChecked() => CheckCases.NotChecked("gup-fast/zap", Configuration.Parse("arch=arm64"));

    private static JsonResult[] Results() =>
    [
        new JsonResult(new CheckedConfiguration(s_scenario.Judged(Verdict.Holds, "arch=arm64 era=E1"), s_scenario.Expected[1]), null, null),
        new JsonResult(
            new CheckedConfiguration(
                s_scenario.Judged(Verdict.Violated, "arch=arm64 era=E0", GupFastStory.Weak().Execution, GupFastStory.Failure), s_scenario.Expected[2]),
            GupFastStory.Weak(),
            "racewalk check --replay TOKEN"),
        new JsonResult(
            new CheckedConfiguration(s_scenario.Judged(Verdict.Violated, "arch=x86-64 era=E1", null, GupFastStory.Failure), s_scenario.Expected[0]), null, null),
        new JsonResult(new CheckedConfiguration(s_scenario.Judged(Verdict.Inconclusive, "arch=x86-64 era=E1 -flush"), s_scenario.Expected[3]), null, null),
        new JsonResult(new CheckedConfiguration(s_scenario.Judged(Verdict.Holds, "arch=x86-64 era=E1 -flush"), s_scenario.Expected[3]), null, null),
        new JsonResult(new CheckedConfiguration(s_scenario.Judged(Verdict.Holds, "arch=x86-64 era=E1 model=sc"), null), null, null),
    ];

    private static void Golden(string name, string actual) => GoldenFile.Check("Racewalk.Reporting.Tests", name, actual);
}
