using Racewalk.Reporting.Markup;

namespace Racewalk.Web.Pages;

/// <summary>A field of a form in which one of several values is chosen.</summary>
internal static class Choice
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="name">The name that it is sent by.</param>
    /// <param name="label">What it is called.</param>
    /// <param name="values">The values; an empty one leaves the choice to the program.</param>
    /// <param name="chosen">The value that is chosen already.</param>
    /// <param name="meaning">What the choice is about; empty for nothing.</param>
    public static void Write(MarkupWriter markup, string name, string label, IReadOnlyList<string> values, string chosen, string meaning = "") =>
        markup.Element("p", () =>
        {
            string identifier = "field-" + name;
            string? described = meaning.Length == 0 ? null : identifier + "-meaning";
            markup.Text("label", label, ("for", identifier)).Text(" ");
            markup.Element("select", [("id", identifier), ("name", name), ("aria-describedby", described)], () =>
            {
                foreach (string value in values)
                {
                    markup.Text("option", value.Length == 0 ? "(default)" : value, ("value", value), ("selected", value == chosen ? "selected" : null));
                }
            });
            if (described is not null)
            {
                markup.Text(" ").Text("span", meaning, ("id", described), ("class", "rw-quietly"));
            }
        });
}
