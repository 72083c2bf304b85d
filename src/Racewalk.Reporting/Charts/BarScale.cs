using System.Globalization;

namespace Racewalk.Reporting.Charts;

/// <summary>How long bars are: from 0 to a round number, or over whole decades.</summary>
internal sealed class BarScale
{
    private readonly bool _isLogarithmic;
    private readonly double _lowest;
    private readonly double _highest;

    /// <summary>A scale on which some lengths find room.</summary>
    /// <param name="values">The lengths.</param>
    /// <param name="isLogarithmic">Whether each decade is as long as the next.</param>
    internal BarScale(IEnumerable<double> values, bool isLogarithmic)
    {
        double[] lengths = [.. values.Where(static v => v > 0)];
        _isLogarithmic = isLogarithmic;
        double most = lengths.DefaultIfEmpty(1).Max();
        if (isLogarithmic)
        {
            _lowest = Math.Floor(Math.Log10(lengths.DefaultIfEmpty(1).Min()));
            _highest = Math.Max(_lowest + 1, Math.Ceiling(Math.Log10(most)));
            Ticks = [.. Enumerable.Range((int)_lowest, (int)(_highest - _lowest) + 1).Select(static e => Math.Pow(10, e))];
            return;
        }

        double step = StepOf(most / 5);
        _highest = Math.Ceiling(most / step) * step;
        Ticks = [.. Enumerable.Range(0, (int)Math.Round(_highest / step) + 1).Select(i => i * step)];
    }

    /// <summary>Where lines are.</summary>
    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>How long a bar is, of 1.</summary>
    internal double Of(double value) => _isLogarithmic
        ? value <= 0 ? 0 : Math.Clamp((Math.Log10(value) - _lowest) / (_highest - _lowest), 0, 1)
        : Math.Clamp(value / _highest, 0, 1);

    /// <summary>A number at a line: 1,500,000 is 1.5M.</summary>
    internal static string Label(double value)
    {
        (double divisor, string suffix) = value switch
        {
            >= 1e9 => (1e9, "G"),
            >= 1e6 => (1e6, "M"),
            >= 1e3 => (1e3, "k"),
            _ => (1, ""),
        };
        return (value / divisor).ToString("0.###", CultureInfo.InvariantCulture) + suffix;
    }

    // 1, 2 or 5 times a power of ten.
    private static double StepOf(double least)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return (least / unit) switch { <= 1 => unit, <= 2 => 2 * unit, <= 5 => 5 * unit, _ => 10 * unit };
    }
}
