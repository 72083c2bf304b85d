using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Pages;

/// <summary>How a page was made.</summary>
/// <param name="CommandLine">The command line.</param>
/// <param name="Version">The version of racewalk.</param>
public sealed record PageOrigin(string CommandLine, string Version)
{
    /// <summary>Writes it.</summary>
    internal void Write(MarkupWriter markup) => markup.Element(
        "p", [("class", "rw-quietly")], () => markup.Text("Made by ").Text("code", CommandLine).Text($", racewalk {Version}."));
}
