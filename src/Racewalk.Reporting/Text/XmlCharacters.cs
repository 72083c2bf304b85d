using System.Text;
using System.Xml;

namespace Racewalk.Reporting.Text;

/// <summary>Text for XML 1.0, which has no way to write most control characters, not even escaped.</summary>
internal static class XmlCharacters
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with a replacement character for everything that XML cannot hold: control characters, halves of surrogate pairs, U+FFFE and U+FFFF.</summary>
    public static string Of(string text)
    {
        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                clean?.Append(text[i]);
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean?.Append(text, i, 2);
                i++;
            }
            else
            {
                clean ??= new StringBuilder(text, 0, i, text.Length);
                clean.Append(Replacement);
            }
        }

        return clean?.ToString() ?? text;
    }
}
