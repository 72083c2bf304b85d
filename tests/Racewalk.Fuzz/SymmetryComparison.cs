using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Oracle.Language;
using Racewalk.Programs;

namespace Racewalk.Fuzz;

/// <summary>
/// Compares an exploration that reduces symmetry with one that does not: the first must visit one execution of each class of those that differ in the names of identical threads, and say
/// how many there are in all.
/// </summary>
public static class SymmetryComparison
{
    /// <summary>A program with copies of a thread of another: two or three of the first or the last one, before or behind the others.</summary>
    public static TestProgram WithCopies(TestProgram program, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(program);
        var code = seed % 2 == 0 ? program.Threads[0] : program.Threads[^1];
        int copies = seed / 2 % 3 == 0 && program.Threads.Length < 3 ? 2 : 1;
        return program with { Threads = seed / 6 % 2 == 0 ? [.. program.Threads, .. Enumerable.Repeat(code, copies)] : [.. Enumerable.Repeat(code, copies), .. program.Threads] };
    }

    /// <summary>What differs; null if nothing does, or if there are more executions than <paramref name="most"/>.</summary>
    /// <param name="program">Makes the program.</param>
    /// <param name="model">SC or TSO.</param>
    /// <param name="most">How many executions are compared.</param>
    /// <param name="compared">Whether they were compared.</param>
    public static string? Compare(Func<CheckedProgram> program, MemoryModel model, long most, out bool compared)
    {
        ArgumentNullException.ThrowIfNull(program);
        IReadOnlyList<int[]> renamings = Renamings(program());
        var all = new Classes(renamings);
        ExplorationResult whole = Explorer.Explore(program(), model, all, new ExplorationOptions { MaxExecutions = most });
        compared = whole.IsExhaustive;
        if (!compared)
        {
            return null;
        }

        int threads = program().Threads.Count;
        foreach (int[] order in (int[][])[[.. Enumerable.Range(0, threads)], [.. Enumerable.Range(0, threads).Reverse()]])
        {
            var some = new Classes(renamings);
            ExplorationResult reduced = Explorer.Explore(program(), model, some, new ExplorationOptions { ReducesSymmetry = true, ThreadOrder = order, ChecksInvariants = true });
            string? difference = some.Difference(all)
                ?? (reduced.Symmetry!.Represented != (UInt128)whole.Executions ? $"represented {reduced.Symmetry.Represented}, there are {whole.Executions}" : null)
                ?? (reduced.IsExhaustive ? null : "not exhaustive");
            if (difference is not null)
            {
                return $"{model.Name}, order {string.Join(',', order)}: {difference}";
            }
        }

        return null;
    }

    /// <summary>Every way to give identical threads other names: the new name of each thread.</summary>
    private static List<int[]> Renamings(CheckedProgram program)
    {
        List<int[]> renamings = [[.. Enumerable.Range(0, program.Threads.Count)]];
        foreach (IReadOnlyList<int> group in program.IdenticalThreads)
        {
            renamings = [.. renamings.SelectMany(renaming => Differential.Permute([.. group], 0).Select(permuted =>
            {
                int[] next = [.. renaming];
                for (int i = 0; i < group.Count; i++)
                {
                    next[group[i]] = permuted[i];
                }

                return next;
            }))];
        }

        return renamings;
    }

    private static string ClassOf(Execution execution, IReadOnlyList<int[]> renamings) =>
        renamings.Select(renaming => CanonicalExecution.Of(Rename(execution, renaming))).Min(StringComparer.Ordinal)!;

    private static Execution Rename(Execution execution, int[] renaming)
    {
        var threads = new ExecutionThread[renaming.Length];
        for (int thread = 0; thread < renaming.Length; thread++)
        {
            threads[renaming[thread]] = execution.Threads[thread];
        }

        return new Execution
        {
            Events = [.. execution.Events.Select(e => e with { Thread = renaming[e.Thread] })],
            Threads = threads,
            Final = execution.Final,
            IsDeadlock = execution.IsDeadlock,
        };
    }

    private sealed class Classes(IReadOnlyList<int[]> renamings) : IExecutionVisitor
    {
        private readonly SortedDictionary<string, int> _complete = new(StringComparer.Ordinal);

        public bool Visit(IExecution execution)
        {
            if (execution.IsComplete)
            {
                string text = ClassOf(execution.Snapshot(), renamings);
                _complete[text] = _complete.GetValueOrDefault(text) + 1;
            }

            return true;
        }

        public string? Difference(Classes all) =>
            _complete.FirstOrDefault(static c => c.Value > 1) is { Key: { } twice, Value: var times } ? $"visited {times} of one class:\n{twice}"
            : all._complete.Keys.FirstOrDefault(text => !_complete.ContainsKey(text)) is { } lost ? $"lost (of {all._complete.Count}, found {_complete.Count}):\n{lost}"
            : _complete.Keys.FirstOrDefault(text => !all._complete.ContainsKey(text)) is { } wrong ? $"not an execution:\n{wrong}"
            : null;
    }
}
