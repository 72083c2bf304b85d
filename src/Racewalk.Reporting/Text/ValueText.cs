using System.Globalization;

namespace Racewalk.Reporting.Text;

/// <summary>How values are written when nothing better is known about them.</summary>
public static class ValueText
{
    /// <summary>Decimal for small numbers and small negative ones, hexadecimal otherwise.</summary>
    public static string Format(ulong value)
    {
        long signed = unchecked((long)value);
        return signed is > -256 and < 256
            ? signed.ToString(CultureInfo.InvariantCulture)
            : "0x" + value.ToString("x", CultureInfo.InvariantCulture);
    }

    /// <summary>A count with thousands separators.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with a noun: <c>1 execution</c>, <c>2 executions</c>.</summary>
    public static string Count(long count, string noun) => Count(count) + " " + noun + (count == 1 ? "" : "s");

    /// <summary>A duration: <c>0.042 s</c>, <c>12.3 s</c>, <c>4 min 05 s</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) + " s",
        < 60 => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} min {time.Seconds:00} s"),
    };
}
