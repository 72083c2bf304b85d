namespace Racewalk.Architecture.Tests;

/// <summary>Which project may reference which. A new project needs a row; say in the review why its row is right.</summary>
internal static class Layers
{
    private static readonly string[] s_anything = ["*"];

    // Programs that people start.
    private static readonly string[] s_entryPoints = ["Racewalk.Cli", "Racewalk.Site"];

    /// <summary>The projects that each project may reference directly.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Racewalk.Analyzers"] = [],
        ["Racewalk.Executions"] = [],
        ["Racewalk.Programs"] = ["Racewalk.Executions"],
        ["Racewalk.Models"] = ["Racewalk.Executions"],
        ["Racewalk.Machine"] = ["Racewalk.Executions", "Racewalk.Programs"],
        ["Racewalk.Hardware"] = [],
        ["Racewalk.Exploration"] = ["Racewalk.Executions", "Racewalk.Programs", "Racewalk.Models"],

        // One source, built twice: against the checked machine and against the hardware.
        ["Racewalk.Mm"] = ["Racewalk.Machine"],
        ["Racewalk.Mm.Native"] = ["Racewalk.Hardware"],

        // What runs on the hardware sees nothing of the checker.
        ["Racewalk.Trials"] = ["Racewalk.Hardware", "Racewalk.Mm.Native"],

        ["Racewalk.Litmus"] = ["Racewalk.Executions", "Racewalk.Programs", "Racewalk.Models", "Racewalk.Machine", "Racewalk.Exploration"],
        ["Racewalk.Scenarios"] =
            ["Racewalk.Executions", "Racewalk.Programs", "Racewalk.Models", "Racewalk.Machine", "Racewalk.Exploration", "Racewalk.Mm"],
        ["Racewalk.Reporting"] =
            ["Racewalk.Executions", "Racewalk.Programs", "Racewalk.Models", "Racewalk.Exploration", "Racewalk.Litmus", "Racewalk.Scenarios"],

        // What other people's tests reference: the explorer and its race tables, and nothing of the kernel but what these bring along.
        ["Racewalk.Testing"] =
            ["Racewalk.Executions", "Racewalk.Programs", "Racewalk.Models", "Racewalk.Exploration", "Racewalk.Scenarios", "Racewalk.Reporting"],

        ["Racewalk.Cluster"] =
            ["Racewalk.Executions", "Racewalk.Programs", "Racewalk.Models", "Racewalk.Exploration", "Racewalk.Litmus", "Racewalk.Scenarios"],

        // Programs with published counts, and what measures the explorer on them beside other checkers.
        ["Racewalk.Classics"] = ["Racewalk.Programs"],
        ["Racewalk.Comparison"] =
            ["Racewalk.Programs", "Racewalk.Models", "Racewalk.Exploration", "Racewalk.Litmus", "Racewalk.Scenarios", "Racewalk.Reporting", "Racewalk.Classics"],

        // The explorer in the browser; a command serves it, and another one runs what it is asked for.
        ["Racewalk.Web"] =
            ["Racewalk.Executions", "Racewalk.Programs", "Racewalk.Models", "Racewalk.Exploration", "Racewalk.Litmus", "Racewalk.Scenarios", "Racewalk.Reporting"],

        // Entry points: nothing references them, but for the documentation's site, which runs commands and lists their options.
        ["Racewalk.Cli"] = s_anything,
        ["Racewalk.Site"] = ["Racewalk.Cli"],
    };

    /// <summary>Whether one project may reference another directly.</summary>
    public static bool Allows(string from, string to) =>
        Allowed[from].Contains(to, StringComparer.Ordinal) || (Allowed[from] == s_anything && Allowed.ContainsKey(to) && !s_entryPoints.Contains(to, StringComparer.Ordinal));

    /// <summary>Everything that a project may see: what it may reference, and what comes along with that.</summary>
    public static HashSet<string> Visible(string from)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(Allowed.Keys.Where(to => Allows(from, to)));
        while (pending.TryPop(out string? next))
        {
            if (seen.Add(next))
            {
                foreach (string further in Allowed.Keys.Where(to => Allows(next, to)))
                {
                    pending.Push(further);
                }
            }
        }

        return seen;
    }
}
