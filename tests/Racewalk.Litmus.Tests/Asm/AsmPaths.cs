using System.Globalization;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Asm;

/// <summary>Runs code of one thread and shows its paths in a line each.</summary>
internal static class AsmPaths
{
    /// <summary>
    /// The rows of a table: a line <c>&gt; architecture | initial state | instructions</c>, and below it lines <c>= expected</c>, one a path, which go on in
    /// indented ones.
    /// </summary>
    public static TheoryData<string, string, string, string> Table(string text)
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (string entry in text.Split("> ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = entry.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string[] head = lines[0].Split('|', StringSplitOptions.TrimEntries);
            string expected = string.Join('\n', lines[1..]).Replace("\n  ", " ", StringComparison.Ordinal);
            string paths = string.Join('\n', expected.Split('\n').Select(line => line[1..].Trim()));
            rows.Add(head[0], head[1], head[2].Replace(" ; ", "\n", StringComparison.Ordinal), paths);
        }

        return rows;
    }

    /// <summary>The program of some instructions, one a line.</summary>
    public static LitmusProgram Program(string architecture, string init, string code)
    {
        string rows = string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => $" {l} ;"));
        string text = $"{architecture} Test\n{{ {init} }}\n P0 ;\n{rows}\nexists (true)\n";
        return LitmusReader.Lower(LitmusReader.Parse(new SourceText("test.litmus", text)));
    }

    /// <summary>All paths. Events are numbered; edges follow: d is data, c control, o order, x a read-modify-write.</summary>
    public static string Render(string architecture, string init, string code)
    {
        LitmusProgram program = Program(architecture, init, code);
        return string.Join('\n', ThreadPaths.Enumerate(program, 0).Select(path => Render(program, path)));
    }

    /// <summary>The final values of some registers on the only path.</summary>
    public static string Registers(string architecture, string init, string code, string registers)
    {
        LitmusProgram program = Program(architecture, init, code);
        ThreadTrace path = Assert.Single(ThreadPaths.Enumerate(program, 0));
        var byName = path.Registers.ToDictionary(r => program.Threads[0].RegisterName(r.Key), r => r.Value, StringComparer.Ordinal);
        return string.Join(' ', registers.Split(' ').Select(name =>
            program.Pool.TryGetConstant(byName[name], out ulong value) ? value.ToString("x", CultureInfo.InvariantCulture) : "?"));
    }

    private static string Render(LitmusProgram program, ThreadTrace path)
    {
        IEnumerable<string> parts = path.Events.Select((e, i) => string.Create(CultureInfo.InvariantCulture, $"{i}:{Render(program, e)}"))
            .Append(Render("d", path.IntrinsicData))
            .Append(Render("c", path.IntrinsicControl))
            .Append(Render("o", path.IntrinsicOrder))
            .Append(Render("x", path.ReadModifyWrites))
            .Concat(path.Faults.Select(f => $"fault({f.Label},{f.Kind})"))
            .Append(path.Cut is null ? "" : $"cut({path.Cut})");
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static string Render(string name, IReadOnlyList<(int From, int To)> edges) => edges.Count == 0
        ? ""
        : name + "{" + string.Join(' ', edges.Order().Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.From}-{e.To}"))) + "}";

    private static string Render(LitmusProgram program, LitmusEvent e)
    {
        string register = e.Kind is LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite ? program.Threads[0].RegisterName(e.Location) : "";
        string shown = e.Kind switch
        {
            LitmusEventKind.RegisterRead => "r" + register + e.Port switch { Port.Address => "a", Port.Data => "d", _ => "" },
            LitmusEventKind.RegisterWrite => "w" + register,
            LitmusEventKind.Read => string.Create(CultureInfo.InvariantCulture, $"R{e.Size}({program.Locations[e.Location]})"),
            LitmusEventKind.Write => string.Create(CultureInfo.InvariantCulture, $"W{e.Size}({program.Locations[e.Location]})"),
            _ => e.Kind.ToString(),
        };
        return e.Sets.Count == 0 ? shown : $"{shown}[{string.Join(',', e.Sets)}]";
    }
}
