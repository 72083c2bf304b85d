using System.Reflection;

namespace Racewalk.Scenarios;

/// <summary>Documentation of scenarios, kept as Markdown files beside them.</summary>
internal static class ScenarioText
{
    /// <summary>The text of an embedded Markdown file.</summary>
    /// <param name="name">Its name: the scenario's id, with a dot for the slash.</param>
    internal static string Load(string name)
    {
        Assembly assembly = typeof(ScenarioText).Assembly;
        using Stream stream = assembly.GetManifestResourceStream(name + ".md")
            ?? throw new InvalidOperationException($"no documentation {name}.md");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
