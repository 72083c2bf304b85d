using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Oracle;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;

namespace Racewalk.Fuzz;

/// <summary>An explorer to compare with the enumerator.</summary>
/// <param name="Name">The name.</param>
/// <param name="Oracle">The enumerator's model.</param>
/// <param name="Run">Explores a program.</param>
public sealed record Engine(string Name, OracleModel Oracle, Func<Programs.CheckedProgram, IExecutionVisitor, ExplorationOptions, ExplorationResult> Run)
{
    /// <summary>The programs that it is compared on.</summary>
    public ProgramDialect Dialect => Oracle.Name switch
    {
        "power" => ProgramDialect.Power,
        "lkmm" => ProgramDialect.Lkmm,
        _ => ProgramDialect.Arm,
    };

    private static readonly Func<ExplorationOptions, ExplorationOptions> s_forgetting = o => o with { KnownOperations = 1 };

    // What is left out where nobody checks it is left out.
    private static readonly Func<ExplorationOptions, ExplorationOptions> s_unchecked = o => o with { ChecksInvariants = false };

    /// <summary>Every engine: SC and TSO by clocks and by graphs, Armv8; those that forget what they know of the threads as often as they can; and as they are used, without checks of invariants.</summary>
    public static IReadOnlyList<Engine> All { get; } =
    [
        new("sc", OracleModel.Sc, (p, v, o) => Explorer.Explore(p, MemoryModel.Sc, v, o)),
        new("tso", OracleModel.Tso, (p, v, o) => Explorer.Explore(p, MemoryModel.Tso, v, o)),
        new("armv8", OracleModel.Armv8, (p, v, o) => Explorer.Explore(p, MemoryModel.Armv8, v, o)),
        new("power", OracleModel.Power, (p, v, o) => Explorer.Explore(p, MemoryModel.Power, v, o)),
        new("lkmm", OracleModel.Lkmm, (p, v, o) => Explorer.Explore(p, MemoryModel.Lkmm, v, o)),
        new("sc-graphs", OracleModel.Sc, (p, v, o) => Explorer.Explore(p, new Models.ScModel(), v, o)),
        new("tso-graphs", OracleModel.Tso, (p, v, o) => Explorer.Explore(p, new Models.TsoModel(), v, o)),
        new("sc-forgetting", OracleModel.Sc, (p, v, o) => Explorer.Explore(p, MemoryModel.Sc, v, s_forgetting(o))),
        new("tso-forgetting", OracleModel.Tso, (p, v, o) => Explorer.Explore(p, MemoryModel.Tso, v, s_forgetting(o))),
        new("armv8-forgetting", OracleModel.Armv8, (p, v, o) => Explorer.Explore(p, MemoryModel.Armv8, v, s_forgetting(o))),
        new("sc-unchecked", OracleModel.Sc, (p, v, o) => Explorer.Explore(p, MemoryModel.Sc, v, s_unchecked(o))),
        new("tso-unchecked", OracleModel.Tso, (p, v, o) => Explorer.Explore(p, MemoryModel.Tso, v, s_unchecked(o))),
        new("armv8-unchecked", OracleModel.Armv8, (p, v, o) => Explorer.Explore(p, MemoryModel.Armv8, v, s_unchecked(o))),
        new("power-unchecked", OracleModel.Power, (p, v, o) => Explorer.Explore(p, MemoryModel.Power, v, s_unchecked(o))),
        new("lkmm-unchecked", OracleModel.Lkmm, (p, v, o) => Explorer.Explore(p, MemoryModel.Lkmm, v, s_unchecked(o))),
    ];
}

/// <summary>What is to be known of a comparison.</summary>
/// <param name="IsInconclusive">Whether the explorer says that it may have missed executions; then only what it found was compared.</param>
/// <param name="HasLoadBuffering">Whether some execution has load buffering, which only a revisit that leaves holes finds in every order of threads.</param>
public readonly record struct Comparison(bool IsInconclusive, bool HasLoadBuffering);

/// <summary>Compares the set of complete executions that an explorer visits with the enumerator's.</summary>
public static class Differential
{
    /// <summary>What differs, for the first order of threads that shows it; null if nothing does.</summary>
    /// <param name="program">The program.</param>
    /// <param name="engine">The explorer.</param>
    /// <param name="expected">The enumerator's executions.</param>
    /// <param name="comparison">What is to be known of the program.</param>
    /// <param name="allOrdersUpTo">
    /// Programs with more executions are explored in two orders of the threads only: that of the program, and one that differs from program to program.
    /// </param>
    public static string? Compare(
        TestProgram program, Engine engine, IReadOnlySet<string> expected, out Comparison comparison, int allOrdersUpTo = int.MaxValue)
    {
        comparison = default;
        int[][] orders = [.. Orders(program.Threads.Length)];
        if (expected.Count > allOrdersUpTo && orders.Length > 2)
        {
            orders = [orders[0], orders[1 + (expected.Count % (orders.Length - 1))]];
        }

        foreach (int[] order in orders)
        {
            var collector = new Collector();
            bool exhaustive;
            try
            {
                exhaustive = engine.Run(ProgramRunner.ToChecked(program), collector, new ExplorationOptions { ThreadOrder = order, ChecksInvariants = true }).IsExhaustive;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return $"{engine.Name}, order {string.Join(',', order)}: {e}";
            }

            string? difference = collector.Difference(expected, exhaustive);
            comparison = new Comparison(comparison.IsInconclusive | !exhaustive, comparison.HasLoadBuffering | collector.HasLoadBuffering);
            if (difference is not null)
            {
                return $"{engine.Name}, order {string.Join(',', order)}: {difference}";
            }
        }

        return null;
    }

    private static IEnumerable<int[]> Orders(int n)
    {
        int[] identity = [.. Enumerable.Range(0, n)];
        return Permute(identity, 0);
    }

    internal static IEnumerable<int[]> Permute(int[] items, int from)
    {
        if (from == items.Length - 1)
        {
            yield return [.. items];
            yield break;
        }

        for (int i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (int[] p in Permute(items, from + 1))
            {
                yield return p;
            }

            (items[from], items[i]) = (items[i], items[from]);
        }
    }

    private sealed class Collector : IExecutionVisitor
    {
        private readonly Dictionary<string, int> _complete = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _blocked = new(StringComparer.Ordinal);

        public bool HasLoadBuffering { get; private set; }

        public bool Visit(IExecution execution)
        {
            Execution snapshot = execution.Snapshot();
            HasLoadBuffering |= LoadBuffering.IsIn(snapshot);
            string text = CanonicalExecution.Of(snapshot) + (execution.IsComplete && execution.DataRace is not null ? CanonicalWriter.Race : "");
            Dictionary<string, int> set = execution.IsComplete ? _complete : _blocked;
            set[text] = set.GetValueOrDefault(text) + 1;
            return true;
        }

        public string? Difference(IReadOnlySet<string> expected, bool exhaustive)
        {
            foreach ((string text, int times) in _complete.Concat(_blocked))
            {
                if (times > 1 && exhaustive)
                {
                    return $"visited {times} times:\n{text}";
                }
            }

            foreach (string text in expected)
            {
                if (exhaustive && !_complete.ContainsKey(text))
                {
                    return $"lost (of {expected.Count}, found {_complete.Count}):\n{text}";
                }
            }

            foreach (string text in _complete.Keys)
            {
                if (!expected.Contains(text))
                {
                    return $"not an execution:\n{text}";
                }
            }

            return null;
        }
    }
}
