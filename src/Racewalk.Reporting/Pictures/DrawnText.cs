using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Pictures;

/// <summary>Text in drawings, of a fixed-width font of 12 pixels.</summary>
internal static class DrawnText
{
    /// <summary>The width of a character, in pixels.</summary>
    public const double Character = 7.3;

    /// <summary>A text, cut to so many characters.</summary>
    public static string Fit(string text, int characters) => text.Length <= characters ? text : text[..(characters - 1)] + "…";

    /// <summary>Writes a line.</summary>
    public static void Write(MarkupWriter markup, double x, double y, string text, string style) =>
        markup.Text("text", text, ("class", style), ("x", MarkupWriter.Number(x)), ("y", MarkupWriter.Number(y)));
}
