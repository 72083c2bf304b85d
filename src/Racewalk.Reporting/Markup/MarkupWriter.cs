using System.Globalization;
using System.Text;
using System.Xml;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Markup;

/// <summary>
/// Writes HTML and SVG. Whatever is given as text or as an attribute's value is shown as text and never read as markup, whoever wrote it; the one way around
/// that is <see cref="Style"/>, which takes what the program itself has. What comes out is well-formed XML, so that a page can be put into a page.
/// </summary>
/// <remarks>For one thread.</remarks>
public sealed class MarkupWriter
{
    // The elements of HTML that have no end tag; all others need one, even if they are empty (HTML Living Standard, 13.1.2).
    private static readonly HashSet<string> s_void = new(StringComparer.Ordinal) { "br", "col", "hr", "input", "link", "meta", "wbr" };

    private readonly StringBuilder _text = new();
    private readonly XmlWriter _xml;

    /// <summary>Begins with nothing.</summary>
    public MarkupWriter() => _xml = XmlWriter.Create(_text, new XmlWriterSettings
    {
        OmitXmlDeclaration = true,
        ConformanceLevel = ConformanceLevel.Fragment,
        NewLineHandling = NewLineHandling.None,
    });

    /// <summary>An element without attributes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Writes what is in it; null for nothing.</param>
    public MarkupWriter Element(string name, Action? content = null) => Element(name, [], content);

    /// <summary>An element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Its attributes, in order; those whose value is null are left out.</param>
    /// <param name="content">Writes what is in it; null for nothing.</param>
    public MarkupWriter Element(string name, ReadOnlySpan<(string Name, string? Value)> attributes, Action? content = null)
    {
        _xml.WriteStartElement(name);
        foreach ((string attribute, string? value) in attributes)
        {
            if (value is not null)
            {
                _xml.WriteAttributeString(attribute, XmlCharacters.Of(value));
            }
        }

        content?.Invoke();
        if (s_void.Contains(name))
        {
            _xml.WriteEndElement();
        }
        else
        {
            _xml.WriteFullEndElement();
        }

        return this;
    }

    /// <summary>An element with text in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">The text.</param>
    /// <param name="attributes">Its attributes, in order; those whose value is null are left out.</param>
    public MarkupWriter Text(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Element(name, attributes, () => Text(text));

    /// <summary>Text.</summary>
    public MarkupWriter Text(string text)
    {
        _xml.WriteString(XmlCharacters.Of(text));
        return this;
    }

    /// <summary>A style sheet, taken as it is.</summary>
    /// <param name="sheet">The rules, of the program itself: text of anybody else must not come here.</param>
    /// <exception cref="ArgumentException">The rules have a character in them that ends the element or begins another.</exception>
    public MarkupWriter Style(string sheet)
    {
        if (sheet.AsSpan().ContainsAny('<', '&'))
        {
            throw new ArgumentException("a style sheet with '<' or '&' means something else in HTML than in XML", nameof(sheet));
        }

        return Element("style", () => _xml.WriteRaw(sheet));
    }

    /// <summary>A number as attributes have it.</summary>
    public static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What was written.</summary>
    public override string ToString()
    {
        _xml.Flush();
        return _text.ToString();
    }
}
