namespace Racewalk.Reporting.Text;

/// <summary>Shares the width of a line among columns.</summary>
internal static class ColumnWidths
{
    /// <summary>Gives each column what it asks for if that fits; otherwise the widest give way, all to the same width.</summary>
    /// <param name="wanted">What each column would like.</param>
    /// <param name="available">What there is for all of them together.</param>
    /// <param name="minimum">What no column goes below, even if the line then gets too long.</param>
    public static int[] Fit(IReadOnlyList<int> wanted, int available, int minimum)
    {
        int[] widths = [.. wanted.Select(w => Math.Max(w, minimum))];
        while (widths.Sum() > available && widths.Max() > minimum)
        {
            int widest = widths.Max();
            int index = Array.LastIndexOf(widths, widest);
            widths[index]--;
        }

        return widths;
    }
}
