using System.Globalization;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Asm;

/// <summary>Runs code of one thread and shows its paths in a line each.</summary>
internal static class AsmPaths
{
    // What only a fault's other events say, too.
    private static readonly string[] s_ofFaults = ["FAULTING", "FROM-R", "FROM-W", "FROM-L"];

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

    /// <summary>
    /// The program of some instructions, one a line. Behind the architecture, lines of the header may follow, each after a stroke; lines with a '!' have an
    /// instruction of the exception handler behind it.
    /// </summary>
    public static LitmusProgram Program(string architecture, string init, string code)
    {
        string[] header = architecture.Split('/', StringSplitOptions.TrimEntries);
        string[] lines = [.. code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static l => " " + l)];
        bool hasHandler = lines.Any(static l => l.Contains(" ! ", StringComparison.Ordinal));
        string threads = hasHandler ? " P0 | P0.F ;" : " P0 ;";
        IEnumerable<string> cells = lines.Select(l => !hasHandler || l.Contains(" ! ", StringComparison.Ordinal) ? l.Replace(" ! ", " | ", StringComparison.Ordinal) : l + " |");
        string rows = string.Join('\n', cells.Select(static l => l + " ;"));
        string text = $"{header[0]} Test\n{string.Concat(header[1..].Select(static l => l + "\n"))}{{ {init} }}\n{threads}\n{rows}\nexists (true)\n";
        return LitmusReader.Lower(LitmusReader.Parse(new SourceText("test.litmus", text)));
    }

    /// <summary>All paths. Events are numbered; edges follow: d is data, c control, o order, x a read-modify-write.</summary>
    public static string Render(string architecture, string init, string code)
    {
        LitmusProgram program = Program(architecture, init, code);
        return string.Join('\n', ThreadPaths.EnumerateAll(program)[0].Select(path => Render(program, path)));
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
        IEnumerable<string> parts = path.Events.Select((e, i) => string.Create(CultureInfo.InvariantCulture, $"{i}:{Render(program, path, e)}"))
            .Append(Render("d", [.. path.IntrinsicData.Where(e => !LeadsThroughWalk(path, e))]))
            .Append(Render("c", path.IntrinsicControl))
            .Append(Render("o", path.IntrinsicOrder))
            .Append(Render("x", path.ReadModifyWrites))
            .Concat(path.Faults.Select(f => $"fault({f.Label},{(f.Location < 0 ? "" : program.Locations[f.Location] + ",")}{f.Kind})"))
            .Append(path.Cut is null ? "" : $"cut({path.Cut})")
            .Append(path.Mistake is { } mistake ? $"mistake({mistake.Why})" : "")
            .Concat(path.Warnings.Select(static w => $"warning({w.Why})"))
            .Append(path.IsWaiting ? "waits" : "");
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    // What an address comes from goes into the walk and into the access behind it; the second is not shown.
    private static bool LeadsThroughWalk(ThreadTrace path, (int From, int To) edge) =>
        path.IntrinsicData.Any(first => first.From == edge.From && path.Events[first.To].IsImplicit && path.IntrinsicData.Contains((first.To, edge.To)));

    private static string Render(string name, IReadOnlyList<(int From, int To)> edges) => edges.Count == 0
        ? ""
        : name + "{" + string.Join(' ', edges.Order().Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.From}-{e.To}"))) + "}";

    private static string Render(LitmusProgram program, ThreadTrace path, LitmusEvent e)
    {
        string register = e.Kind is LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite ? program.Threads[0].RegisterName(e.Location) : "";
        string shown = e.Kind switch
        {
            LitmusEventKind.RegisterRead => "r" + register + e.Port switch { Port.Address => "a", Port.Data => "d", _ => "" },
            LitmusEventKind.RegisterWrite => "w" + register,
            LitmusEventKind.Read when e.IsImplicit => $"Walk({program.Locations[e.Location]}={program.FormatValue(Supposed(path, e))})",
            LitmusEventKind.Write when e.IsImplicit => $"Update({program.Locations[e.Location]}={Constant(program, e.Value)})",
            LitmusEventKind.Invalidate => $"Invalidate({Invalidated(program, e.Invalidation!)})",
            LitmusEventKind.Fault when e.Location >= 0 => $"Fault({program.Locations[e.Location]})",
            LitmusEventKind.Read => string.Create(CultureInfo.InvariantCulture, $"R{e.Size}({program.Locations[e.Location]})"),
            LitmusEventKind.Write => string.Create(CultureInfo.InvariantCulture, $"W{e.Size}({program.Locations[e.Location]})"),
            _ => e.Kind.ToString(),
        };
        string[] sets = [.. e.Sets.Except(s_ofFaults)];
        return sets.Length == 0 ? shown : $"{shown}[{string.Join(',', sets)}]";
    }

    private static ulong Supposed(ThreadTrace path, LitmusEvent walk) => path.Conditions.First(c => c.Expression == walk.Value).Expected;

    private static string Constant(LitmusProgram program, Expr value) =>
        program.Pool.TryGetConstant(value, out ulong known) ? program.FormatValue(known) : "?";

    private static string Invalidated(LitmusProgram program, Invalidation what) => what.Entry switch
    {
        Invalidation.OfAll => "all",
        Invalidation.OfNothing => "nothing",
        int entry => program.Locations[entry],
    };
}
