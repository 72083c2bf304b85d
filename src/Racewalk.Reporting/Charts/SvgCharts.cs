using System.Globalization;
using System.Net;
using System.Text;

namespace Racewalk.Reporting.Charts;

/// <summary>Charts as one SVG picture, one below the other. The same charts give the same picture; it follows whether the reader prefers light or dark.</summary>
public static class SvgCharts
{
    private const int Width = 760;
    private const int PlotLeft = 80;
    private const int Margin = 24;
    private const int PlotTop = 92;
    private const int PlotHeight = 240;
    private const int LegendLine = 20;
    private const int BelowPlot = 52;
    private const double GroupGap = 0.2;

    // Told apart by people who do not see red and green (Okabe, Ito 2008), each readable on white and on black.
    private static readonly string[] s_colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9"];

    /// <summary>The picture.</summary>
    public static string Write(IReadOnlyList<BarChart> charts)
    {
        int height = charts.Sum(HeightOf);
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" role=\"img\">\n"));
        svg.Append("<style>\n");
        svg.Append(".background{fill:#ffffff}.ink{fill:#1f2328}.axis{stroke:#1f2328}.grid{stroke:#d0d7de}text{font:13px sans-serif}.title{font-size:16px;font-weight:bold}\n");
        svg.Append("@media (prefers-color-scheme: dark){.background{fill:#0d1117}.ink{fill:#e6edf3}.axis{stroke:#e6edf3}.grid{stroke:#30363d}}\n");
        svg.Append("</style>\n");
        svg.Append(Invariant($"<rect class=\"background\" width=\"{Width}\" height=\"{height}\"/>\n"));
        int top = 0;
        foreach (BarChart chart in charts)
        {
            svg.Append(Invariant($"<g transform=\"translate(0 {top})\">\n"));
            WriteChart(svg, chart);
            svg.Append("</g>\n");
            top += HeightOf(chart);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static int HeightOf(BarChart chart) => PlotTop + PlotHeight + BelowPlot + (chart.Series.Count * LegendLine) + 8;

    private static void WriteChart(StringBuilder svg, BarChart chart)
    {
        const int right = Width - Margin;
        const int bottom = PlotTop + PlotHeight;
        var scale = new BarScale(chart.Series.SelectMany(static s => s.Values).OfType<double>(), chart.IsLogarithmic);
        Text(svg, Margin, 26, chart.Title, "ink title");
        Text(svg, Margin, 46, chart.Subtitle, "ink");
        Text(svg, Margin, PlotTop - 14, chart.YLabel, "ink");
        foreach (double tick in scale.Ticks)
        {
            double y = bottom - (scale.Of(tick) * PlotHeight);
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{PlotLeft}\" y1=\"{y:0.#}\" x2=\"{right}\" y2=\"{y:0.#}\"/>\n"));
            Text(svg, PlotLeft - 8, y + 4, BarScale.Label(tick), "ink", "end");
        }

        double group = (double)(right - PlotLeft) / Math.Max(1, chart.Groups.Count);
        double bar = group * (1 - GroupGap) / Math.Max(1, chart.Series.Count);
        for (int g = 0; g < chart.Groups.Count; g++)
        {
            double left = PlotLeft + (group * g) + (group * GroupGap / 2);
            for (int s = 0; s < chart.Series.Count; s++)
            {
                if (chart.Series[s].Values[g] is { } value)
                {
                    double length = scale.Of(value) * PlotHeight;
                    svg.Append(Invariant($"<rect fill=\"{s_colours[s % s_colours.Length]}\" x=\"{left + (bar * s):0.#}\" y=\"{bottom - length:0.#}\" width=\"{bar * 0.92:0.#}\" height=\"{length:0.#}\"/>\n"));
                }
            }

            Text(svg, PlotLeft + (group * (g + 0.5)), bottom + 18, chart.Groups[g], "ink", "middle");
        }

        svg.Append(Invariant($"<line class=\"axis\" x1=\"{PlotLeft}\" y1=\"{bottom}\" x2=\"{right}\" y2=\"{bottom}\"/>\n"));
        Text(svg, (PlotLeft + right) / 2.0, bottom + 38, chart.XLabel, "ink", "middle");
        for (int s = 0; s < chart.Series.Count; s++)
        {
            int y = bottom + BelowPlot + (s * LegendLine);
            svg.Append(Invariant($"<rect fill=\"{s_colours[s % s_colours.Length]}\" x=\"{PlotLeft}\" y=\"{y}\" width=\"12\" height=\"12\"/>\n"));
            Text(svg, PlotLeft + 20, y + 11, chart.Series[s].Name, "ink");
        }
    }

    private static void Text(StringBuilder svg, double x, double y, string text, string style, string anchor = "start") =>
        svg.Append(Invariant($"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
