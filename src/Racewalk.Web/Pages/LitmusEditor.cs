using System.Reflection;
using Racewalk.Models.Cat;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pages;
using Racewalk.Web.Runs;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Pages;

/// <summary>A form for a litmus test and a model, with what came of it.</summary>
public static class LitmusEditor
{
    private const string Prefix = "examples/";
    private static readonly Assembly s_assembly = typeof(LitmusEditor).Assembly;

    /// <summary>The names of the examples.</summary>
    public static IReadOnlyList<string> Examples { get; } =
    [
        .. s_assembly.GetManifestResourceNames().Where(static n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(static n => n[Prefix.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of an example; null if there is no such example.</summary>
    public static string? Example(string name)
    {
        if (!Examples.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        using var reader = new StreamReader(s_assembly.GetManifestResourceStream(Prefix + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Writes the page.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="address">The test and the model.</param>
    /// <param name="message">What came of it; null if nothing was run.</param>
    public static void Write(MarkupWriter markup, LitmusAddress address, RunMessage? message)
    {
        if (message is LitmusRunResult result)
        {
            LitmusSections.WriteVerdict(markup, result.View);
            LitmusSections.WriteGraph(markup, result.View);
            markup.Text("h2", "Final states", ("id", "states"));
            LitmusSections.WriteStates(markup, result.View);
            WriteCompare(markup, address);
            markup.Text("h2", "As herd7 prints it", ("id", "herd"));
            ScrollRegion.Write(markup, "As herd7 prints it", () => markup.Text("pre", result.Block));
            markup.Text("h2", "The lines of the test", ("id", "source"));
            LitmusSections.WriteSource(markup, address.Test);
        }

        var refused = message as RunRefused;
        markup.Text("h2", "Test and model", ("id", "editor"));
        markup.Element("form", [("method", "post"), ("action", "/litmus"), ("class", "choices"), ("id", "litmus")], () =>
        {
            WriteText(markup, "test", "Litmus test", address.Test, refused is { IsModel: false } ? refused.Diagnostic : null);
            Choice.Write(markup, "model", "Built-in model", ["", .. BuiltInModels.Names], address.Model, "empty for the one that belongs to the test's dialect");
            markup.Element("details", [("open", address.Cat.Length > 0 ? "open" : null)], () =>
            {
                markup.Text("summary", "A model of your own, in the cat language");
                WriteText(markup, "cat", "Model in place of the built-in one", address.Cat, refused is { IsModel: true } ? refused.Diagnostic : null);
            });
            markup.Element("p", () => markup.Text("button", "Run", ("type", "submit")));
        });
        markup.Text("h2", "Examples");
        markup.Element("ul", () =>
        {
            foreach (string example in Examples)
            {
                markup.Element("li", () => markup.Text("a", example, ("href", "/litmus?example=" + example)));
            }
        });
    }

    private static void WriteText(MarkupWriter markup, string name, string label, string text, Diagnostic? wrong)
    {
        string described = name + "-diagnostic";
        markup.Element("p", () => markup.Text("label", label, ("for", "field-" + name)));
        markup.Text(
            "textarea", "\n" + text, ("id", "field-" + name), ("name", name), ("rows", "16"), ("spellcheck", "false"), ("autocapitalize", "off"), ("aria-describedby", described),
            ("maxlength", FormattableString.Invariant($"{PackedText.MaxLength}")), ("aria-invalid", wrong is null ? null : "true"));
        markup.Element("div", [("id", described), ("role", "status"), ("class", "diagnostic")], () =>
        {
            if (wrong is not null)
            {
                ScrollRegion.Write(markup, $"What is wrong with the {(name == "cat" ? "model" : "test")}", () => markup.Text("pre", wrong.Text));
            }
        });
    }

    private static void WriteCompare(MarkupWriter markup, LitmusAddress address) =>
        markup.Element("form", [("method", "get"), ("action", "/litmus/compare"), ("class", "choices")], () =>
        {
            foreach ((string name, string value) in new[] { ("test", PackedText.Pack(address.Test)), ("model", address.Model), ("cat", PackedText.Pack(address.Cat)) })
            {
                markup.Element("input", [("type", "hidden"), ("name", name), ("value", value)]);
            }

            Choice.Write(markup, "other", "Compare with the model", BuiltInModels.Names, "sc");
            markup.Text("button", "Compare", ("type", "submit"));
        });
}
