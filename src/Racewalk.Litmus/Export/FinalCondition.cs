using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>Finds the final states that break a property, and says them in as few places as tell them from the others.</summary>
internal static class FinalCondition
{
    private const int MostStates = 100_000;

    /// <summary>A disjunction of final states, as a litmus condition; null if no state breaks the property.</summary>
    /// <param name="trees">What the threads can do.</param>
    /// <param name="values">The values that each location can end with, by address.</param>
    /// <param name="isBroken">The property.</param>
    /// <param name="names">The locations' names.</param>
    /// <param name="spell">How values are spelt.</param>
    /// <exception cref="ExportException">Final states do not tell whether the property is broken, or there are too many.</exception>
    public static string? Find(
        IReadOnlyList<ThreadTree> trees,
        ValueCollector values,
        Func<IExecution, bool> isBroken,
        LocationNames names,
        Func<ulong, string> spell)
    {
        List<(List<(int Register, ulong Value)> Registers, TreeEnd End)>[] ends = [.. trees.Select(t => Ends(t, values))];
        var places = new List<string>();
        var index = new Dictionary<(int Thread, int Register), int>();
        for (int t = 0; t < ends.Length; t++)
        {
            foreach (int register in ends[t].SelectMany(static e => e.Registers).Select(static r => r.Register).Distinct().Order())
            {
                index.Add((t, register), places.Count);
                places.Add($"{t}:r{register}");
            }
        }

        int registers = places.Count;
        var asked = new SortedSet<ulong>();
        ulong[] addresses;
        List<(ulong[] State, bool IsBroken)> states;
        do
        {
            // Only locations that the property looks at matter, and which those are may depend on the values of others.
            addresses = [.. asked];
            states = [];
            Choose(0, new ulong[registers + addresses.Length], new TreeEnd[ends.Length]);
        }
        while (asked.Count > addresses.Length);
        places.AddRange(addresses.Select(a => names[a]));
        return Write(states, places, spell);

        void Choose(int depth, ulong[] state, TreeEnd[] chosen)
        {
            if (depth < ends.Length)
            {
                foreach ((List<(int Register, ulong Value)> read, TreeEnd end) in ends[depth])
                {
                    ulong[] next = [.. state];
                    read.ForEach(r => next[index[(depth, r.Register)]] = r.Value);
                    chosen[depth] = end;
                    Choose(depth + 1, next, chosen);
                }
            }
            else if (depth < ends.Length + addresses.Length)
            {
                int location = depth - ends.Length;
                foreach (ulong value in values.Of(addresses[location]))
                {
                    state[registers + location] = value;
                    Choose(depth + 1, state, chosen);
                }
            }
            else if (states.Count < MostStates)
            {
                var final = new Dictionary<ulong, ulong>(addresses.Select((a, i) => KeyValuePair.Create(a, state[registers + i])));
                bool isJudged = !chosen.Any(static e => e.Status == ThreadStatus.Cut);
                states.Add(([.. state], isJudged && isBroken(new StandInExecution([.. chosen], final, asked))));
            }
            else
            {
                throw new ExportException($"it has more than {MostStates} possible final states");
            }
        }
    }

    private static List<(List<(int Register, ulong Value)> Registers, TreeEnd End)> Ends(ThreadTree tree, ValueCollector values)
    {
        var ends = new List<(List<(int Register, ulong Value)> Registers, TreeEnd End)>();
        Walk(tree.Root, 0, []);
        return ends;

        void Walk(TreeNode node, int reads, List<(int Register, ulong Value)> registers)
        {
            if (node.End is { } end)
            {
                if (!end.IsNowhere)
                {
                    ends.Add((registers, end));
                }

                return;
            }

            Operation op = CEmitter.Simplify(node.Operation, values);
            foreach ((ulong value, TreeNode child) in node.Children)
            {
                bool isShown = node.IsRead && !CPrimitives.IsVoid(op) && !CPrimitives.IsLock(op);
                ulong returned = isShown && CPrimitives.ReturnsSuccess(op) ? op.Writes(value) ? 1UL : 0 : value;
                Walk(child, node.IsRead ? reads + 1 : reads, isShown ? [.. registers, (reads, returned)] : registers);
            }
        }
    }

    private static string? Write(List<(ulong[] State, bool IsBroken)> states, List<string> places, Func<ulong, string> spell)
    {
        var needed = Enumerable.Range(0, places.Count).ToList();
        if (!Separates(states, needed))
        {
            throw new ExportException("what it forbids is not a matter of final values");
        }

        // Locations and late registers first: what is left names what the reader looks for.
        for (int p = places.Count - 1; p >= 0; p--)
        {
            List<int> fewer = [.. needed.Where(n => n != p)];
            needed = Separates(states, fewer) ? fewer : needed;
        }

        string[] broken = [.. states.Where(static s => s.IsBroken)
            .Select(s => string.Join(" /\\ ", needed.Select(p => $"{places[p]}={spell(s.State[p])}"))).Distinct().Order(StringComparer.Ordinal)];
        return broken.Length == 0 ? null : broken.Length == 1 ? broken[0] : string.Join(" \\/ ", broken.Select(static b => $"({b})"));
    }

    private static bool Separates(List<(ulong[] State, bool IsBroken)> states, List<int> places)
    {
        var verdicts = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach ((ulong[] state, bool isBroken) in states)
        {
            string key = string.Join(',', places.Select(p => state[p]));
            if (!verdicts.TryAdd(key, isBroken) && verdicts[key] != isBroken)
            {
                return false;
            }
        }

        return true;
    }
}
