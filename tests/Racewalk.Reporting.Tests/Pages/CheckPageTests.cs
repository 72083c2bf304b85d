using System.Xml.Linq;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Tests.Pages;

public sealed class CheckPageTests
{
    [Fact]
    public void Write_AViolation_HasEverythingInOrder()
    {
        XElement html = ReportPage.Read(CheckPage.Write(Violation() with { CommandLine = "racewalk check <b>" }));

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
        XElement html = ReportPage.Read(CheckPage.Write(Violation()));

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
        CheckPageContent content = Violation();
        XElement html = ReportPage.Read(CheckPage.Write(content));

        Assert.Equal("lost-data", html.Descendants("td").Single(static d => d.Attribute("class")?.Value.Contains("rw-asked", StringComparison.Ordinal) == true).Value);
        MatrixCell[] cells = [.. content.Variants!.Groups.SelectMany(static g => g.Rows).SelectMany(static r => r.Cells)];
        Assert.DoesNotContain(cells, VariantMatrix.IsUnexpected);
        Assert.Contains(cells, static c => c.Check?.Expected is not null);
        VariantRow full = content.Variants.Groups.Single(static g => g.Name == "refcount").Rows.Single(static r => r.Name == "full");
        Assert.Equal("holds", full.Cells[content.Variants.Columns.ToList().IndexOf("arm64")].Text);
    }

    [Fact]
    public void Write_WhatHolds_HasNoExecution()
    {
        (Scenario scenario, Configuration configuration) = (Catalogue.Find("gup-fast/collapse")!, Configuration.Parse("arch=sc"));
        ScenarioVerdict verdict = ScenarioChecker.Check(scenario, configuration);

        XElement html = ReportPage.Read(CheckPage.Write(new CheckPageContent
        {
            Scenario = scenario,
            Configuration = verdict.Configuration,
            Model = verdict.Model,
            Check = new CheckedConfiguration(verdict, null),
            CommandLine = "c",
            Version = "v",
        }));

        Assert.Equal(["Verdict", "The scenario", "Configuration", "Steps of the kernel"], ReportPage.Headings(html));
    }

    [Fact]
    public void Of_AUnexpectedVerdict_HasAMark()
    {
        VariantMatrix matrix = VariantMatrix.Of(
            Catalogue.Find("gup-fast/collapse")!, Configuration.Parse("arch=arm64 era=E0"), c => ScenarioChecker.Check(Catalogue.Find("gup-fast/collapse")!, Configuration.Parse("arch=sc")) with { Configuration = c });

        Assert.True(VariantMatrix.IsUnexpected(matrix.Groups[0].Rows[0].Cells[0]));
    }

    private static CheckPageContent Violation()
    {
        (ScenarioVerdict verdict, RaceStory story, RaceTableOptions options) = Stories.Of("gup-fast/collapse", "arch=arm64 era=E1 refcount=relaxed");
        return new CheckPageContent
        {
            Scenario = verdict.Scenario,
            Configuration = verdict.Configuration,
            Model = verdict.Model,
            Check = new CheckedConfiguration(verdict, null),
            Story = story,
            Options = options,
            Variants = VariantMatrix.Of(
                verdict.Scenario, Configuration.Parse("arch=arm64 era=E1 refcount=relaxed"), c => ScenarioChecker.Check(verdict.Scenario, c)),
            CommandLine = "racewalk check",
            Version = "1",
        };
    }
}
