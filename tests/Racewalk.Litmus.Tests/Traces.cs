using System.Globalization;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests;

/// <summary>Writes the paths of small C threads as text.</summary>
internal static class Traces
{
    /// <summary>A C test with one thread, read.</summary>
    public static LitmusProgram Read(string body, string init = "", string parameters = "int *x, int *y, int *s") =>
        LitmusReader.Lower(LitmusReader.Parse(new SourceText("t.litmus", $"C t\n{{ {init} }}\nP0({parameters}) {{\n{body}\n}}\nexists (x=1)\n")));

    /// <summary>The paths of the first thread.</summary>
    public static IReadOnlyList<ThreadTrace> Paths(LitmusProgram program) => ThreadPaths.Enumerate(program, 0);

    /// <summary>The events of every path without those of registers: <c>R[ONCE]x=read0 W[]y=1 F[MB]</c>, rmw pairs joined by <c>~</c>.</summary>
    public static string[] Events(string body, string init = "")
    {
        LitmusProgram program = Read(body, init);
        return [.. Paths(program).Select(p => string.Join(' ', p.Events.Select((e, i) => Event(program, p, i)).Where(t => t.Length > 0)))];
    }

    /// <summary>Which events reach which by intrinsic data and through registers, as pairs of <c>from->to</c> with the port of the last register read.</summary>
    public static string[] Dependencies(string body)
    {
        LitmusProgram program = Read(body);
        ThreadTrace path = Paths(program)[0];
        var found = new List<string>();
        for (int i = 0; i < path.Events.Count; i++)
        {
            if (path.Events[i].Kind is not (LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite))
            {
                Follow(program, path, i, i, "", found);
            }
        }

        return [.. found.Distinct().Order(StringComparer.Ordinal)];
    }

    private static void Follow(LitmusProgram program, ThreadTrace path, int from, int at, string port, List<string> found)
    {
        foreach (int next in Successors(path, at))
        {
            LitmusEvent e = path.Events[next];
            if (e.Kind is LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite)
            {
                Follow(program, path, from, next, e.Port == Port.None ? "" : $"{e.Port}", found);
            }
            else
            {
                found.Add($"{Short(program, path.Events[from])}->{Short(program, e)} {port}".TrimEnd());
            }
        }
    }

    private static IEnumerable<int> Successors(ThreadTrace path, int at)
    {
        LitmusEvent e = path.Events[at];
        if (e.Kind == LitmusEventKind.RegisterWrite)
        {
            for (int i = at + 1; i < path.Events.Count; i++)
            {
                LitmusEvent later = path.Events[i];
                if (later.Location == e.Location && later.Kind == LitmusEventKind.RegisterWrite)
                {
                    break;
                }

                if (later.Location == e.Location && later.Kind == LitmusEventKind.RegisterRead)
                {
                    yield return i;
                }
            }
        }

        foreach ((int source, int target) in path.IntrinsicData)
        {
            if (source == at)
            {
                yield return target;
            }
        }
    }

    private static string Short(LitmusProgram program, LitmusEvent e) => e.Kind switch
    {
        LitmusEventKind.Read => $"R{program.Locations[e.Location]}",
        LitmusEventKind.Write => $"W{program.Locations[e.Location]}",
        LitmusEventKind.Branch => "B",
        _ => "F",
    };

    private static string Event(LitmusProgram program, ThreadTrace path, int index)
    {
        LitmusEvent e = path.Events[index];
        string tags = string.Join(',', e.Sets);
        string joined = path.ReadModifyWrites.Any(p => p.Write == index) ? "~" : "";
        bool isRegister = e.Kind is LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite;
        string at = e.Location >= 0 && !isRegister ? program.Locations[e.Location] : "";
        return e.Kind switch
        {
            LitmusEventKind.Read => $"R[{tags}]{at}={Value(program, e.Value)}",
            LitmusEventKind.Write => $"{joined}W[{tags}]{at}={Value(program, e.Value)}",
            LitmusEventKind.Fence => $"F[{tags}]{at}",
            LitmusEventKind.Branch => $"B[{tags}]",
            _ => "",
        };
    }

    private static string Value(LitmusProgram program, Expr e)
    {
        (ExprOp op, ulong a, ulong b) = program.Pool[e];
        return op switch
        {
            ExprOp.Constant => program.FormatValue(a),
            ExprOp.ReadValue => string.Create(CultureInfo.InvariantCulture, $"read{b}"),
            _ => $"{op}({Value(program, new Expr((int)a))},{Value(program, new Expr((int)b))})",
        };
    }
}
