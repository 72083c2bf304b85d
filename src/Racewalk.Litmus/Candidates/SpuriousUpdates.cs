using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// Access flags that the hardware sets without an access (AXIOMS §5.2): for each write of a valid descriptor whose flag is clear, one atomic update more
/// or none. An update is a path of a thread of its own.
/// </summary>
internal static class SpuriousUpdates
{
    private static readonly string[] s_sets = ["X", "AF", Tag];

    /// <summary>The cat set of their events.</summary>
    public const string Tag = "SPURIOUS";

    /// <summary>The updates that an execution with given paths may have; each is made for its place behind them.</summary>
    /// <param name="program">The test.</param>
    /// <param name="paths">The paths of its threads.</param>
    /// <param name="locations">The locations whose descriptors matter.</param>
    public static IReadOnlyList<Func<int, ThreadPath>> Of(LitmusProgram program, IReadOnlyList<ThreadPath> paths, IEnumerable<int> locations)
    {
        var updates = new List<Func<int, ThreadPath>>();
        if (program.Translation is not { HasUpdates: true } setup)
        {
            return updates;
        }

        foreach (int entry in locations.Where(setup.Pages.ContainsKey))
        {
            Add(entry, program.Pool.Constant(program.InitialMemory[entry]));
        }

        foreach ((int entry, Expr value) in paths.SelectMany(p => Of(program, setup, p.Trace)))
        {
            updates.Add(thread => Make(program, entry, value, thread));
        }

        return updates;

        void Add(int entry, Expr value)
        {
            if (MayBeOld(program, value))
            {
                updates.Add(thread => Make(program, entry, value, thread));
            }
        }
    }

    /// <summary>The writes of a path that there may be an update of.</summary>
    public static IEnumerable<(int Entry, Expr Value)> Of(LitmusProgram program, TranslationSetup setup, ThreadTrace trace)
    {
        for (int e = 0; e < trace.Events.Count; e++)
        {
            LitmusEvent write = trace.Events[e];
            if (write.Kind == LitmusEventKind.Write && !write.IsImplicit && setup.Pages.ContainsKey(write.Location) && !WritesBack(trace, e)
                && MayBeOld(program, write.Value))
            {
                yield return (write.Location, write.Value);
            }
        }
    }

    /// <summary>Whether a value may be a valid descriptor without access flag.</summary>
    public static bool MayBeOld(LitmusProgram program, Expr value) => !program.Pool.TryGetConstant(value, out ulong known) || program.Translation!.Format.IsOld(known);

    // An atomic that writes what it has read gives the hardware nothing new to update.
    private static bool WritesBack(ThreadTrace trace, int write) => trace.ReadModifyWrites.Any(rmw =>
        rmw.Write == write && trace.Events[rmw.Read].Value == trace.Events[write].Value && trace.IntrinsicData.Contains((rmw.Read, write)));

    private static ThreadPath Make(LitmusProgram program, int entry, Expr value, int thread)
    {
        ExprPool pool = program.Pool;
        DescriptorFormat format = program.Translation!.Format;
        Expr read = pool.ReadValue(thread, 0);
        Expr flags = pool.Compute(ExprOp.And, read, pool.Constant(format.Mark | format.Valid | format.AccessFlag));
        var first = new LitmusEvent
        {
            Kind = LitmusEventKind.Read,
            Instruction = 0,
            Location = entry,
            Value = read,
            ReadOrdinal = 0,
            Size = sizeof(ulong),
            Sets = s_sets,
            IsImplicit = true,
        };
        LitmusEvent second = first with
        {
            Kind = LitmusEventKind.Write,
            // Of what was read and not of the value that it must equal: an atomic that reads this write would otherwise make its own value.
            Value = pool.Compute(ExprOp.Or, read, pool.Constant(format.AccessFlag)),
            ReadOrdinal = -1,
        };
        return new ThreadPath(new ThreadTrace
        {
            Events = [first, second],
            IntrinsicData = [(0, 1)],
            IntrinsicControl = [],
            IntrinsicOrder = [],
            ReadModifyWrites = [(0, 1)],
            Conditions =
            [
                new PathCondition(pool.Compute(ExprOp.Equal, read, value), 1, IsEqual: true, IsAddress: false),
                new PathCondition(flags, format.Mark | format.Valid, IsEqual: true, IsAddress: false),
            ],
            Registers = new Dictionary<int, Expr>(),
        });
    }
}
