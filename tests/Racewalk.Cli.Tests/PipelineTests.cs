using System.Text.Json;
using System.Xml.Linq;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Cli.Tests;

/// <summary>--junit and --sarif.</summary>
public sealed class PipelineTests : IDisposable
{
    private const string StoreBuffer =
        "X86 SB\n{ }\n P0 | P1 ;\n MOV [x],$1 | MOV [y],$1 ;\n MOV EAX,[y] | MOV EAX,[x] ;\n~exists (0:EAX=0 /\\ 1:EAX=0)\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-pipeline-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Check_Reports_AreWrittenBesideTheOutput()
    {
        TestRun plain = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0");
        TestRun run = Report(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0");
        Assert.Equal((plain.ExitCode, plain.Output, plain.Error), (run.ExitCode, run.Output, run.Error));
        XElement suite = JUnit().Element("testsuite")!;
        Assert.Equal(("racewalk check", "1", "1", "0"), (Value(suite, "name"), Value(suite, "tests"), Value(suite, "failures"), Value(suite, "errors")));
        Assert.Equal("1.2.3", Value(suite.Element("properties")!.Elements().First(), "value"));
        XElement one = suite.Element("testcase")!;
        Assert.Equal(("gup-fast/collapse", "arch=x86-64 era=E0"), (Value(one, "classname"), Value(one, "name")));
        Assert.Contains("BROKEN: use after free", one.Element("failure")!.Value, StringComparison.Ordinal);
        JsonElement result = Assert.Single(Results());
        Assert.Equal("use-after-free", result.GetProperty("ruleId").GetString());
        Assert.Equal(2, result.GetProperty("codeFlows")[0].GetProperty("threadFlows").GetArrayLength());
        Assert.Equal(["a.sarif", "a.xml"], _folder.GetFiles().Select(static f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_Catalogue_IsGreenWhereTheExitCodeIs0()
    {
        TestRun run = Report(TestRun.Fake(), "check", "--json");
        Assert.Equal(0, run.ExitCode);
        PublishedSchema.Accepts(run.Output);
        Assert.Equal(("8", "0", "0", "0"), (Value(JUnit(), "tests"), Value(JUnit(), "failures"), Value(JUnit(), "errors"), Value(JUnit(), "skipped")));
        Assert.All(Results(), static r => Assert.Equal("external", r.GetProperty("suppressions")[0].GetProperty("kind").GetString()));
        Assert.Equal(4, Results().Length);
    }

    [Fact]
    public void Check_Interrupted_SaysWhatWasNotChecked()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Equal(3, Report(TestRun.Interrupted(cancellation), "check").ExitCode);
        Assert.Equal(("8", "7"), (Value(JUnit(), "tests"), Value(JUnit(), "skipped")));
        Assert.False(Sarif().GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
    }

    [Fact]
    public void Check_Inconclusive_IsAnErrorAndOpen()
    {
        CliEnvironment environment = TestRun.Fake() with
        {
            Check = static (scenario, _, _, _) => ((FakeScenario)scenario).Judged(Verdict.Inconclusive, "arch=arm64 era=E1"),
        };
        Report(environment, "check", "gup-fast/zap");
        Assert.Equal("inconclusive: loop bound 16 in 'spin_lock'", Value(JUnit().Descendants("error").Single(), "message"));
        Assert.Equal("open", Assert.Single(Results()).GetProperty("kind").GetString());
    }

    [Fact]
    public void Check_Twice_GivesTheSameSarif()
    {
        CliEnvironment real = TestRun.Real();
        Report(real, "check", "test/store-buffering");
        string first = File.ReadAllText(Named("a.sarif"));
        Report(real, "check", "test/store-buffering");
        Assert.Equal(first, File.ReadAllText(Named("a.sarif")));
        Assert.Contains("both missed it", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_Reports_HaveACaseForEachCell()
    {
        TestRun run = Report(TestRun.Fake(), "matrix", "gup-fast/collapse", "--rows", "arch", "--columns", "era");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("racewalk matrix", Value(JUnit().Element("testsuite")!, "name"));

        // The catalogue expects one of the two violations, and says nothing of the other.
        Assert.Equal(["", "", "", "failure"], JUnit().Descendants("testcase").Select(static c => c.Elements().FirstOrDefault()?.Name.LocalName ?? ""));
        Assert.Equal([true, false], Results().Select(static r => r.TryGetProperty("suppressions", out _)));
    }

    [Fact]
    public void Litmus_Reports_HaveACaseForEachFile()
    {
        string test = Named("sb.litmus");
        File.WriteAllText(test, StoreBuffer);
        File.WriteAllText(Named("worse.litmus"), "X86 worse\n{ ");
        TestRun run = Report(TestRun.Fake(), "litmus", test, Named("worse.litmus"), "--format", "table");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal([(test, "SB", "failure"), (Named("worse.litmus"), Named("worse.litmus"), "error")],
            JUnit().Descendants("testcase").Select(static c => (Value(c, "classname"), Value(c, "name"), c.Elements().Single().Name.LocalName)));
        JsonElement result = Assert.Single(Results());
        Assert.Equal(6, result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.True(result.TryGetProperty("codeFlows", out _));
        JsonElement invocation = Sarif().GetProperty("invocations")[0];
        Assert.Equal(1, invocation.GetProperty("toolExecutionNotifications").GetArrayLength());
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
    }

    [Fact]
    public void Report_CommandLine_IsQuotedForAShell()
    {
        string odd = Named("it's a <test>.litmus");
        File.WriteAllText(odd, StoreBuffer);
        Report(TestRun.Fake(), "litmus", odd);
        Assert.Contains($" '{_folder.FullName}/it'\\''s a <test>.litmus' ", Value(JUnit().Descendants("property").Last(), "value"), StringComparison.Ordinal);
        Assert.EndsWith("/it%27s%20a%20%3Ctest%3E.litmus", Results()[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfALink_ReplacesWhatItLeadsTo()
    {
        File.WriteAllText(Named("real.xml"), "before");
        File.CreateSymbolicLink(Named("link.xml"), Named("real.xml"));
        TestRun.Of(TestRun.Fake(), "check", "gup-fast/zap", "--junit", Named("link.xml"));
        Assert.StartsWith("<?xml", File.ReadAllText(Named("real.xml")), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(Named("link.xml")).LinkTarget);
    }

    [Theory]
    [InlineData("--junit: name a file; standard output has the verdicts", "--junit", "-")]
    [InlineData("--sarif: name a file", "--sarif", "")]
    [InlineData("--sarif: there is no folder 'no/where'", "--sarif", "no/where/a.sarif")]
    [InlineData("--junit: '.' is a folder", "--junit", ".")]
    [InlineData("each needs a file of its own", "--junit", "a.out", "--sarif", "./a.out")]
    [InlineData("a replay has no verdict to report", "--junit", "a.xml", "--replay", "1:gup-fast/zap::0")]
    public void Report_ThatCannotBeWritten_IsRefusedBeforeTheCheck(string message, params string[] arguments)
    {
        CliEnvironment environment = TestRun.Fake() with { Check = static (_, _, _, _) => throw new InvalidOperationException("checked all the same") };
        TestRun run = TestRun.Of(environment, ["check", "gup-fast/zap", .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private TestRun Report(CliEnvironment environment, params string[] arguments) =>
        TestRun.Of(environment, [.. arguments, "--junit", Named("a.xml"), "--sarif", Named("a.sarif")]);

    private XElement JUnit() => XDocument.Load(Named("a.xml")).Root!;

    private JsonElement Sarif()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Named("a.sarif")));
        return document.RootElement.GetProperty("runs")[0].Clone();
    }

    private JsonElement[] Results() => [.. Sarif().GetProperty("results").EnumerateArray()];

    private string Named(string name) => Path.Combine(_folder.FullName, name);

    private static string Value(XElement element, string attribute) => element.Attribute(attribute)!.Value;
}
