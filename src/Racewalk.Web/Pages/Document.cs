using Racewalk.Reporting.Markup;

namespace Racewalk.Web.Pages;

/// <summary>What all pages of the explorer have around their text.</summary>
/// <param name="options">How the explorer is served.</param>
public sealed class Document(ServeOptions options)
{
    /// <summary>A page.</summary>
    /// <param name="title">Its title and first heading.</param>
    /// <param name="body">Writes what follows the heading.</param>
    /// <param name="isWaiting">Whether a reader without scripts has to ask again after a second.</param>
    public string Write(string title, Action<MarkupWriter> body, bool isWaiting = false)
    {
        var markup = new MarkupWriter();
        markup.Element("html", [("lang", "en")], () =>
        {
            markup.Element("head", () =>
            {
                markup.Element("meta", [("charset", "utf-8")]);
                markup.Element("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
                markup.Element("meta", [("name", "color-scheme"), ("content", "light dark")]);
                markup.Text("title", title + " - Racewalk");
                markup.Element("link", [("rel", "icon"), ("href", "/icon.svg"), ("type", "image/svg+xml")]);
                markup.Element("link", [("rel", "stylesheet"), ("href", "/explorer.css")]);
                markup.Element("script", [("type", "module"), ("src", "/explorer.js")]);
                if (isWaiting)
                {
                    markup.Element("noscript", () => markup.Element("meta", [("http-equiv", "refresh"), ("content", "1")]));
                }
            });
            markup.Element("body", () =>
            {
                markup.Text("a", "Skip to the text", ("class", "skip"), ("href", "#text"));
                markup.Element("header", () => markup.Element("nav", [("aria-label", "Racewalk")], () => markup
                    .Text("a", "Racewalk", ("href", "/")).Text(" ").Text("a", "Scenarios", ("href", "/")).Text(" ").Text("a", "Litmus tests and models", ("href", "/litmus"))));
                markup.Element("main", [("id", "text"), ("tabindex", "-1")], () =>
                {
                    markup.Text("h1", title);
                    body(markup);
                });
                markup.Element("footer", () => markup.Text(FormattableString.Invariant(
                    $"racewalk {options.Version}. A run has {options.MaxTime.TotalSeconds:0.#} s and {options.MaxMemory} MiB here, and {options.MaxRuns} run at once; the command line has no such limits.")));
            });
        });
        return "<!DOCTYPE html>\n" + markup + "\n";
    }

    /// <summary>A page that says what went wrong.</summary>
    /// <param name="title">What, in a few words.</param>
    /// <param name="message">What, in a sentence.</param>
    public string Problem(string title, string message) => Write(title, markup => markup.Text("p", message));

    /// <summary>A page for what has no result.</summary>
    /// <param name="run">The run that was stopped.</param>
    /// <param name="back">The address of the result.</param>
    public string Stopped(Runs.Run run, string back) => Write("Inconclusive", markup =>
    {
        markup.Text("p", $"There is no result: {run.Reason}.");
        WriteAction(markup, $"/runs/{run.Key}/again", "Run it again", back);
    });

    /// <summary>A page for as long as something runs.</summary>
    /// <param name="title">What.</param>
    /// <param name="runs">The runs that have not ended.</param>
    /// <param name="back">The address of the result.</param>
    public string Progress(string title, IReadOnlyList<Runs.Run> runs, string back) => Write(
        title,
        markup =>
        {
            markup.Text("p", "It is being run. This page shows the result as soon as there is one.");
            foreach (Runs.Run run in runs)
            {
                markup.Text("p", Words(run), ("role", "status"), ("data-run", run.Key));
                WriteAction(markup, $"/runs/{run.Key}/cancel", "Cancel", back);
            }
        },
        isWaiting: true);

    private static void WriteAction(MarkupWriter markup, string target, string text, string back) => markup.Element("form", [("method", "post"), ("action", target)], () =>
    {
        markup.Element("input", [("type", "hidden"), ("name", "back"), ("value", back)]);
        markup.Text("button", text, ("type", "submit"));
    });

    /// <summary>How far a run is.</summary>
    public static string Words(Runs.Run run) => run switch
    {
        { State: Runs.RunState.Queued } => "It waits for its turn.",
        { Progress.Length: > 0 } => run.Progress,
        _ => "It runs.",
    };
}
