using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>
/// x86-vmsa against a machine with TLBs that has no axioms, on random tests. The model allows all that the machine does. It allows a little more: nothing in it puts the
/// walk of a store before later loads and their walks, and the machine translates in program order.
/// </summary>
public sealed class TlbMachineTests(ITestOutputHelper output)
{
    private static readonly (string Name, ulong Bit)[] s_fields = [("p", 1), ("rw", 1 << 1), ("a", 1 << 5), ("d", 1 << 6)];

    [Theory]
    [InlineData(1, 150, 149)]
    [InlineData(2, 150, 150)]
    public void Check_OfRandomTests_AllowsWhatTheMachineDoes(int seed, int tests, int equal)
    {
        var random = new Random(seed);
        int same = 0;
        int states = 0;
        for (int i = 0; i < tests; i++)
        {
            (string text, SortedSet<string> machine) = Make(random);
            SortedSet<string> model = [.. PageTableTest.States(text).Split('\n').Select(Normal)];
            Assert.True(machine.IsSubsetOf(model), $"{text}\nthe model forbids {string.Join('\n', machine.Except(model))}");
            same += model.SetEquals(machine) ? 1 : 0;
            states += machine.Count;
            if (!model.SetEquals(machine))
            {
                output.WriteLine($"{text}\nthe machine does not do {string.Join('\n', model.Except(machine))}");
            }
        }

        output.WriteLine($"{tests} tests, {same} with the same states, {states} states of the machine");
        Assert.Equal(equal, same);
    }

    private static (string Text, SortedSet<string> States) Make(Random random)
    {
        ulong[] memory = [1, 2, 3, 4, 0, RandomEntry(random, 2), random.Next(2) == 0 ? RandomEntry(random, 3) : TlbMachine.Entry(3)];
        TlbOperation[][] code = [.. Enumerable.Range(0, 2).Select(t => Enumerable.Range(0, 1 + random.Next(3)).Select(i => RandomOperation(random, (4 * t) + i)).ToArray())];
        var init = new StringBuilder("a=1; b=2; x=3; y=4; z=0;");
        var shown = new StringBuilder("a; b; x; y; PTE(x); PTE(y);");
        foreach (int page in TlbOperation.Mapped)
        {
            init.Append(CultureInfo.InvariantCulture, $" [PTE({TlbOperation.Names[page]})]={Format(memory[TlbMachine.EntryOf(page)])};");
        }

        ForEach(code, (t, i, operation) =>
        {
            init.Append(operation.Kind == TlbOperationKind.WriteEntry ? $" {t}:r{i + 8}={Format(operation.Value)};" : "");
            shown.Append(operation.HasResult ? $" {t}:{TlbOperation.Register(i)};" : "");
            shown.Append(operation.MayFault ? $" fault(P{t}:L{i},{TlbOperation.Names[operation.Page]});" : "");
        });
        IEnumerable<string> rows = Enumerable.Range(0, code.Max(static c => c.Length))
            .Select(row => string.Join(" | ", code.Select(c => row < c.Length ? c[row].Text(row) : "")));
        string text = PageTableTest.Text(init.ToString(), "P0 | P1\n" + string.Join('\n', rows), $"locations [{shown}]\nexists (true)", "Variant=vmsa,skip")
            .Replace("AArch64 t", "X86_64 t", StringComparison.Ordinal);
        return (text, [.. new TlbMachine(code).Run(memory).Select(s => Describe(s, code))]);
    }

    private static TlbOperation RandomOperation(Random random, int number)
    {
        int page = random.Next(3) == 0 ? 3 : 2;
        return random.Next(16) switch
        {
            < 3 => new(TlbOperationKind.Load, page, 0),
            < 5 => new(TlbOperationKind.Store, page, 5 + (ulong)number),
            5 => new(TlbOperationKind.Increment, page, 0),
            6 => new(TlbOperationKind.ReadEntry, page, 0),
            < 9 => new(TlbOperationKind.WriteEntry, page, RandomEntry(random, page)),
            9 => new(TlbOperationKind.ClearBits, page, s_fields[random.Next(4)].Bit),
            10 => new(TlbOperationKind.SetBits, page, s_fields[random.Next(2)].Bit),
            11 => new(TlbOperationKind.Fence, page, 0),
            < 14 => new(TlbOperationKind.InvalidatePage, page, 0),
            14 => new(random.Next(2) == 0 ? TlbOperationKind.InvalidateAll : TlbOperationKind.Load, 4, 0),
            _ => new(TlbOperationKind.Store, 4, 1),
        };
    }

    private static ulong RandomEntry(Random random, int page) => s_fields
        .Where(_ => random.Next(5) == 0)
        .Aggregate(TlbMachine.Entry(random.Next(3) is var frame and < 2 ? frame : page), static (entry, field) => entry & ~field.Bit);

    private static void ForEach(TlbOperation[][] code, Action<int, int, TlbOperation> visit)
    {
        for (int t = 0; t < code.Length; t++)
        {
            for (int i = 0; i < code[t].Length; i++)
            {
                visit(t, i, code[t][i]);
            }
        }
    }

    private static string Describe(TlbState state, TlbOperation[][] code)
    {
        var parts = new List<string>();
        for (int page = 0; page < 4; page++)
        {
            parts.Add($"[{TlbOperation.Names[page]}]={state.Memory[page]}");
        }

        foreach (int page in TlbOperation.Mapped)
        {
            parts.Add($"[PTE({TlbOperation.Names[page]})]={Format(state.Memory[TlbMachine.EntryOf(page)])}");
        }

        ForEach(code, (t, i, operation) =>
        {
            if (operation.HasResult)
            {
                ulong value = state.Threads[t].Results[i];
                parts.Add($"{t}:{TlbOperation.Register(i)}={(operation.Kind == TlbOperationKind.ReadEntry ? Format(value) : value.ToString(CultureInfo.InvariantCulture))}");
            }

            if (operation.MayFault)
            {
                parts.Add($"{((state.Threads[t].Faults >> i & 1) == 0 ? "~" : "")}Fault(P{t}:L{i},{TlbOperation.Names[operation.Page]})");
            }
        });
        return Normal(string.Join("; ", parts) + ";");
    }

    // The order of the parts says nothing, nor does the class of a fault, which the machine does not know.
    private static string Normal(string state) => string.Join("; ", state.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(static part => part.Contains(",D-MMU:", StringComparison.Ordinal) ? part[..part.IndexOf(",D-MMU:", StringComparison.Ordinal)] + ")" : part)
        .Distinct().Order(StringComparer.Ordinal));

    private static string Format(ulong entry) =>
        $"(oa:PA({TlbOperation.Names[(int)(entry >> 12) - 1]}){string.Concat(s_fields.Where(f => (entry & f.Bit) == 0).Select(static f => $", {f.Name}:0"))})";
}
