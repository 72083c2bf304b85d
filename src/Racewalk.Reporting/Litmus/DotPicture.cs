using Racewalk.Litmus.Checking;

namespace Racewalk.Reporting.Litmus;

/// <summary>Writes the picture of an execution in Graphviz's language.</summary>
public static class DotPicture
{
    private static readonly Dictionary<string, string> s_colours = new(StringComparer.Ordinal)
    {
        ["rf"] = "red",
        ["co"] = "blue",
        ["fr"] = "darkorange",
        ["rmw"] = "purple",
        ["addr"] = "indigo",
        ["data"] = "indigo",
        ["ctrl"] = "indigo",
        ["tr-ib"] = "darkgreen",
        ["TLBI-after"] = "brown",
    };

    /// <summary>Writes one graph: a cluster a thread, time downwards.</summary>
    /// <param name="output">Where.</param>
    /// <param name="name">The test's name.</param>
    /// <param name="picture">The execution.</param>
    public static void Write(TextWriter output, string name, LitmusPicture picture)
    {
        output.WriteLine($"digraph {Quote(name)} {{");
        output.WriteLine("  node [shape=plaintext, fontname=\"monospace\"];");
        output.WriteLine($"  label={Quote(name + ": " + picture.FinalState)};");
        for (int e = 0; e < picture.Events.Count; e++)
        {
            if (picture.Events[e].Thread < 0)
            {
                output.WriteLine($"  {Node(picture, e)}");
            }
        }

        foreach (int thread in picture.Events.Select(static e => e.Thread).Where(static t => t >= 0).Distinct().Order())
        {
            output.WriteLine($"  subgraph cluster_{thread} {{");
            output.WriteLine(thread < picture.Threads ? $"    label=\"Thread {thread}\";" : "    label=\"Hardware\";");
            for (int e = 0; e < picture.Events.Count; e++)
            {
                if (picture.Events[e].Thread == thread)
                {
                    output.WriteLine($"    {Node(picture, e)}");
                }
            }

            output.WriteLine("  }");
        }

        foreach (PictureEdge edge in picture.Edges)
        {
            string colour = s_colours.GetValueOrDefault(edge.Label, "black");
            string constraint = edge.Label == "po" ? "" : ", constraint=false";
            output.WriteLine(
                $"  {picture.Events[edge.From].Name} -> {picture.Events[edge.To].Name} [label=\"{edge.Label}\", color={colour}, fontcolor={colour}{constraint}];");
        }

        output.WriteLine("}");
    }

    private static string Node(LitmusPicture picture, int e) =>
        $"{picture.Events[e].Name} [label={Quote($"{picture.Events[e].Name}: {picture.Events[e].Text}")}];";

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
