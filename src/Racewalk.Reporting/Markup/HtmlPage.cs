namespace Racewalk.Reporting.Markup;

/// <summary>A page of its own: nothing of it comes from elsewhere.</summary>
public static class HtmlPage
{
    /// <summary>The page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="sheet">Its style sheet, of the program itself.</param>
    /// <param name="body">Writes what is in the body.</param>
    public static string Write(string title, string sheet, Action<MarkupWriter> body)
    {
        var markup = new MarkupWriter();
        markup.Element("html", [("lang", "en")], () =>
        {
            markup.Element("head", () =>
            {
                markup.Element("meta", [("charset", "utf-8")]);
                markup.Element("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
                markup.Element("meta", [("name", "color-scheme"), ("content", "light dark")]);

                // Whatever might be in here, a reader's browser is told to ask nobody for anything and to run nothing.
                markup.Element("meta", [("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")]);
                markup.Text("title", title);
                markup.Style(sheet);
            });
            markup.Element("body", () => body(markup));
        });
        return "<!DOCTYPE html>\n" + markup + "\n";
    }
}
