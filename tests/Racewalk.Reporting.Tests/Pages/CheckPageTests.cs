using System.Text.Json;
using System.Xml.Linq;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Verdicts;
using Racewalk.Reporting.Views;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Tests.Pages;

public sealed class CheckPageTests
{
    [Fact]
    public void Write_AViolation_HasEverythingInOrder()
    {
        XElement html = ReportPage.Read(Violation(out _, "racewalk check <b>"));

        Assert.Equal(
            ["Verdict", "The execution", "Lanes", "Steps", "Execution graph", "Race table", "Other architectures and variants", "The scenario", "Configuration", "Steps of the kernel"],
            ReportPage.Headings(html));
        Assert.Equal(2, html.Descendants("svg").Count());
        Assert.Equal("violated: a property breaks in 1 of 15 executions", html.Descendants("p").Single(static p => p.Attribute("class")?.Value.StartsWith("rw-verdict", StringComparison.Ordinal) == true).Value);
        Assert.Contains(html.Descendants("p"), static p => p.Value.Contains("smp_mb__after_atomic()", StringComparison.Ordinal));
        Assert.Contains(html.Descendants("code"), static c => c.Value == "racewalk check <b>");
    }

    [Fact]
    public void Write_Steps_SayWhatTheyReadAndShouldHave()
    {
        XElement html = ReportPage.Read(Violation(out _));

        XElement stale = html.Descendants("li").Single(static l => l.Elements("strong").Any(static s => s.Value.StartsWith("stale: ", StringComparison.Ordinal)));
        Assert.Equal("reads pmd=table(pfn=2) stale: CPU 0 wrote none above", stale.Value);
        XElement step = stale.Ancestors("li").First();
        Assert.Matches(@"^CPU 1 gup-recheck-pmd, gup_fast_pte_range v6\.\d+ mm/gup\.c", step.Value);
        string target = step.Descendants("a").First().Attribute("href")!.Value[1..];
        Assert.StartsWith("CPU 0 clear-pmd", html.Descendants("li").Single(l => l.Attribute("id")?.Value == target).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TheMatrix_FramesThisVerdictAndAgreesWithTheCatalogue()
    {
        XElement html = ReportPage.Read(Violation(out VariantMatrix variants));

        Assert.Equal("lost-data", html.Descendants("td").Single(static d => d.Attribute("class")?.Value.Contains("rw-asked", StringComparison.Ordinal) == true).Value);
        VariantCell[] cells = [.. variants.Groups.SelectMany(static g => g.Rows).SelectMany(static r => r.Cells)];
        Assert.DoesNotContain(cells, static c => c.IsUnexpected);
        Assert.Equal(variants, JsonSerializer.Deserialize<VariantMatrix>(JsonSerializer.Serialize(variants))!, static (a, b) => JsonSerializer.Serialize(a) == JsonSerializer.Serialize(b));
        VariantRow full = variants.Groups.Single(static g => g.Name == "refcount").Rows.Single(static r => r.Name == "full");
        Assert.Equal("holds", full.Cells[variants.Columns.ToList().IndexOf("arm64")].Text);
    }

    [Fact]
    public void Write_WhatHolds_HasNoExecution()
    {
        (Scenario scenario, Configuration configuration) = (Catalogue.Find("gup-fast/collapse")!, Configuration.Parse("arch=sc"));
        ScenarioVerdict verdict = ScenarioChecker.Check(scenario, configuration);

        XElement html = ReportPage.Read(CheckPage.Write(
            scenario, CheckView.Of(new CheckedConfiguration(verdict, null), new RaceTableOptions()), null, new PageOrigin("c", "v")));

        Assert.Equal(["Verdict", "The scenario", "Configuration", "Steps of the kernel"], ReportPage.Headings(html));
    }

    [Fact]
    public void Of_AUnexpectedVerdict_HasAMark()
    {
        VariantMatrix matrix = VariantMatrix.Of(
            Catalogue.Find("gup-fast/collapse")!, Configuration.Parse("arch=arm64 era=E0"), c => ScenarioChecker.Check(Catalogue.Find("gup-fast/collapse")!, Configuration.Parse("arch=sc")) with { Configuration = c });

        Assert.True(matrix.Groups[0].Rows[0].Cells[0].IsUnexpected);
    }

    private static string Violation(out VariantMatrix variants, string commandLine = "racewalk check")
    {
        const string Configuration = "arch=arm64 era=E1 refcount=relaxed";
        (ScenarioVerdict verdict, _, RaceTableOptions options) = Stories.Of("gup-fast/collapse", Configuration);
        variants = VariantMatrix.Of(verdict.Scenario, Scenarios.Configuration.Parse(Configuration), c => ScenarioChecker.Check(verdict.Scenario, c));
        CheckView view = CheckView.Of(new CheckedConfiguration(verdict, null), options);

        // What is shown survives the way to another process.
        CheckView read = JsonSerializer.Deserialize<CheckView>(JsonSerializer.Serialize(view))!;
        return CheckPage.Write(verdict.Scenario, read, variants, new PageOrigin(commandLine, "1"));
    }
}
