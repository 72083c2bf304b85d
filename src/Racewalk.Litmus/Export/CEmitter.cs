using System.Globalization;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>
/// Writes a thread's tree as C. A branch stands where the program branched on what it read, and nowhere else; data keeps its dependencies. What
/// follows a branch is written in each of its arms, so that all of it depends on the branch, as it does in the program.
/// </summary>
internal sealed class CEmitter(LocationNames names, Pointers pointers, ValueCollector values)
{
    private readonly SortedSet<ulong> _places = [];
    private readonly SortedSet<ulong> _locks = [];
    private int _registers;
    private bool _masks;

    /// <summary>The function of a thread.</summary>
    /// <exception cref="ExportException">The thread does not fit.</exception>
    public string Write(int thread, ThreadTree tree)
    {
        List<string> body;
        try
        {
            body = Body(tree, masks: false);
        }
        catch (ExportException)
        {
            // What is stored need not be the value read and a constant; then only the dependency is kept.
            body = Body(tree, masks: true);
        }

        string parameters = string.Join(", ", _places.Select(p =>
            (_locks.Contains(p) ? "spinlock_t *" : pointers.IsPlace(p) ? "int **" : "int *") + names[p]));
        IEnumerable<string> locals = Enumerable.Range(0, _registers)
            .Where(r => body.Exists(l => l.Contains($"r{r} = ", StringComparison.Ordinal)))
            .Select(r => $"\tint {(body.Exists(l => l.Contains($"*r{r})", StringComparison.Ordinal)) ? "*" : "")}r{r};");
        string head = string.Join("\n", locals);
        return $"P{thread}({parameters})\n{{\n{head}{(head.Length > 0 ? "\n\n" : "")}{string.Join("\n", body.Select(static l => "\t" + l))}\n}}\n";
    }

    /// <summary>A value as the test spells it: a location's name if it is a pointer.</summary>
    public string Spell(ulong value)
    {
        if (pointers.TryGetTarget(value, out ulong target))
        {
            return names[target];
        }

        return ((long)value).ToString(CultureInfo.InvariantCulture);
    }

    private List<string> Body(ThreadTree tree, bool masks)
    {
        _masks = masks;
        _places.Clear();
        return Emit(tree.Root, []);
    }

    private List<string> Emit(TreeNode node, List<ulong> reads)
    {
        if (node.End is not null)
        {
            return [];
        }

        Operation op = Simplify(node.Operation);
        if (op.Kind == OperationKind.Fence)
        {
            return [$"{CPrimitives.Fence(op.Fence)}();", .. Emit(node.Children[0], reads)];
        }

        string place = Place(op, reads);
        if (CPrimitives.IsUnlock(op))
        {
            return [$"spin_unlock({place});", .. Emit(node.Children[0], reads)];
        }

        if (op.Kind == OperationKind.Write)
        {
            string value = Value(op.Operand, op.DataReads, reads);
            return [CPrimitives.Store(op, place, value) + ";", .. Emit(node.Children[0], reads)];
        }

        if (CPrimitives.IsLock(op))
        {
            _locks.Add(op.Address);
            return [$"spin_lock({place});", .. Emit(node.Children[0], [.. reads, 0])];
        }

        if (op.Await != AwaitKind.None)
        {
            throw new ExportException("it waits for a value, which litmus tests cannot");
        }

        int register = reads.Count;
        _registers = Math.Max(_registers, register + 1);
        string call = op.Kind == OperationKind.Read
            ? CPrimitives.Load(op, place)
            : CPrimitives.Rmw(op, place, Value(op.Operand, op.DataReads, reads), Comparand(op, reads));
        string statement = CPrimitives.IsVoid(op) ? call + ";" : $"r{register} = {call};";
        return [statement, .. Branch(node, reads, register)];
    }

    private List<string> Branch(TreeNode node, List<ulong> reads, int register)
    {
        Operation op = Simplify(node.Operation);
        var arms = new List<(ulong Value, List<string> Code)>();
        foreach ((ulong value, TreeNode child) in node.Children.Where(c => !c.Value.IsNowhere || node.IsNowhere))
        {
            ulong returned = CPrimitives.ReturnsSuccess(op) ? op.Writes(value) ? 1UL : 0 : value;
            List<string> code = Emit(child, [.. reads, returned]);
            if (arms.Find(a => a.Value == returned) is { Code: { } same })
            {
                RequireSame(same, code, register);
            }
            else
            {
                arms.Add((returned, code));
            }
        }

        if (!node.Children.Values.Any(c => c.IsControlledBy(register)))
        {
            foreach ((ulong _, List<string> code) in arms)
            {
                RequireSame(arms[0].Code, code, register);
            }

            return arms[0].Code;
        }

        // The arm that most values take comes last, as the else.
        List<string> most = arms.GroupBy(static a => string.Join("\n", a.Code)).OrderByDescending(static g => g.Count()).First().First().Code;
        List<string> result = most;
        bool isBranch = false;
        foreach ((ulong value, List<string> code) in Enumerable.Reverse(arms).Where(a => !a.Code.SequenceEqual(most)))
        {
            result = If(register, Symbol(value), code, result);
            isBranch = true;
        }

        return isBranch || most.Count == 0 ? result : If(register, Symbol(arms[0].Value), most, most);
    }

    // herd7 has no empty blocks.
    private static List<string> If(int register, string value, List<string> then, List<string> otherwise) => then.Count == 0
        ? [$"if (r{register} != {value}) {{", .. Indent(otherwise), "}"]
        : otherwise.Count == 0
            ? [$"if (r{register} == {value}) {{", .. Indent(then), "}"]
            : [$"if (r{register} == {value}) {{", .. Indent(then), "} else {", .. Indent(otherwise), "}"];

    private static IEnumerable<string> Indent(List<string> lines) => lines.Select(static l => "\t" + l);

    private static void RequireSame(List<string> a, List<string> b, int register)
    {
        if (!a.SequenceEqual(b))
        {
            throw new ExportException($"what follows read {register} differs with its value, but not by a branch or by a sum");
        }
    }

    private string Place(Operation op, List<ulong> reads)
    {
        if (op.AddressReads.IsEmpty)
        {
            _places.Add(op.Address);
            return names[op.Address];
        }

        if (pointers.IsPointer(op.Address))
        {
            return $"r{Pointers.TheOnly(op.AddressReads, reads.Count)}";
        }

        // Where the address is no plain pointer, only the dependency is kept.
        _places.Add(op.Address);
        string masks = string.Concat(Enumerable.Range(0, reads.Count).Where(op.AddressReads.Contains).Select(static r => $" + (r{r} & 0)"));
        return $"({names[op.Address]}{masks})";
    }

    /// <summary>atomic_add_unless as an atomic_fetch_add, which the kernel has in all orders, where the value that stops it never comes.</summary>
    private Operation Simplify(Operation op) => Simplify(op, values);

    /// <inheritdoc cref="Simplify(Operation)"/>
    public static Operation Simplify(Operation op, ValueCollector values) =>
        op.Kind == OperationKind.Rmw && op.Rmw == RmwKind.AddUnless && !values.Of(op.Address).Contains(op.Comparand) ? op with { Rmw = RmwKind.Add } : op;

    private string Comparand(Operation op, List<ulong> reads)
    {
        int read = Enumerable.Range(0, reads.Count).FirstOrDefault(r => op.DataReads.Contains(r) && reads[r] == op.Comparand, -1);
        return read >= 0 ? $"r{read}" : Symbol(op.Comparand);
    }

    private string Value(ulong value, ReadSet depends, List<ulong> reads)
    {
        string text = "";
        for (int r = 0; r < reads.Count; r++)
        {
            if (!depends.Contains(r))
            {
                continue;
            }

            if (text.Length == 0 && !_masks)
            {
                long rest = unchecked((long)(value - reads[r]));
                text = rest == 0 ? $"r{r}" : string.Create(CultureInfo.InvariantCulture, $"r{r} {(rest < 0 ? '-' : '+')} {Math.Abs(rest)}");
            }
            else
            {
                text = text.Length == 0 ? $"{Symbol(value)} + (r{r} & 0)" : $"{text} + (r{r} & 0)";
            }
        }

        return text.Length == 0 ? Symbol(value) : text;
    }

    private string Symbol(ulong value)
    {
        if (pointers.TryGetTarget(value, out ulong target))
        {
            _places.Add(target);
        }

        return Spell(value);
    }
}
