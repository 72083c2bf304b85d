using System.Globalization;
using System.Xml.Linq;
using Racewalk.Reporting.Charts;

namespace Racewalk.Reporting.Tests;

/// <summary>Charts as pictures.</summary>
public sealed class SvgChartsTests
{
    private static readonly BarChart s_chart = new(
        "pins <fast>", "what pins cost", "CPUs", "pins [1/s]", ["1", "2"], [new BarSeries("base", [50, 100]), new BarSeries("huge", [25, null])]);

    [Fact]
    public void Write_Bars_HaveLengthsInProportion()
    {
        double[] heights = [.. Bars(s_chart).Take(3).Select(Height)];

        Assert.Equal(heights[0], heights[2] / 2, 1);
        Assert.Equal(heights[0] / 2, heights[1], 1);
    }

    [Fact]
    public void Write_Decades_AreEquallyLong()
    {
        BarChart chart = s_chart with { IsLogarithmic = true, Groups = ["a", "b", "c"], Series = [new BarSeries("all", [1, 10, 100])] };

        double[] heights = [.. Bars(chart).Take(3).Select(Height)];

        Assert.Equal([0, heights[2] / 2, heights[2]], heights.Select(static h => Math.Round(h, 1)));
    }

    [Fact]
    public void Write_Texts_AreEscapedAndAllThere()
    {
        string svg = SvgCharts.Write([s_chart]);

        string[] texts = [.. XDocument.Parse(svg).Descendants().Where(static e => e.Name.LocalName == "text").Select(static e => e.Value)];
        Assert.Subset(texts.ToHashSet(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal) { "pins <fast>", "what pins cost", "CPUs", "pins [1/s]", "1", "2", "base", "huge", "0", "100" });
        Assert.Contains("prefers-color-scheme: dark", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Twice_IsTheSame() => Assert.Equal(SvgCharts.Write([s_chart, s_chart]), SvgCharts.Write([s_chart, s_chart]));

    [Fact]
    public void Write_NothingMeasured_IsAPicture() =>
        Assert.NotNull(XDocument.Parse(SvgCharts.Write([s_chart with { Groups = [], Series = [] }])).Root);

    // Without the background, and the legend's squares.
    private static IEnumerable<XElement> Bars(BarChart chart) =>
        XDocument.Parse(SvgCharts.Write([chart])).Descendants().Where(static e => e.Name.LocalName == "rect" && e.Attribute("fill") is not null);

    private static double Height(XElement bar) => double.Parse(bar.Attribute("height")!.Value, CultureInfo.InvariantCulture);
}
