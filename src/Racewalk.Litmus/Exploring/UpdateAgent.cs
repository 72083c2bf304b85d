using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// The hardware sets an access flag without an access (AXIOMS §5.2): a thread of its own that may update one descriptor, once, or do nothing. There is one for
/// each write of a descriptor that could be updated so, as in <see cref="SpuriousUpdates"/>.
/// </summary>
/// <param name="Entry">The descriptor's location.</param>
/// <param name="Values">What the write can have written, ascending.</param>
/// <param name="IsCertain">Whether every execution has the write, and with such a value.</param>
/// <param name="Format">Where the bits are.</param>
internal sealed record UpdateAgent(int Entry, IReadOnlyList<ulong> Values, bool IsCertain, DescriptorFormat Format)
{
    /// <summary>The agents that the executions of a test need.</summary>
    /// <param name="program">The test.</param>
    /// <param name="traces">The paths of each thread.</param>
    public static IReadOnlyList<UpdateAgent> Of(LitmusProgram program, IReadOnlyList<IReadOnlyList<ThreadTrace>> traces)
    {
        var agents = new List<UpdateAgent>();
        if (program.Translation is not { HasUpdates: true } setup)
        {
            return agents;
        }

        IEnumerable<int> locations = Skeleton.LocationsOf(program, [.. traces.SelectMany(static t => t).Select(static t => new ThreadPath(t))]);
        foreach (int entry in locations.Where(setup.Pages.ContainsKey))
        {
            ulong initial = program.InitialMemory[entry];
            if (setup.Format.IsOld(initial))
            {
                agents.Add(new UpdateAgent(entry, [initial], IsCertain: true, setup.Format));
            }
        }

        foreach (IReadOnlyList<ThreadTrace> paths in traces)
        {
            Add(program, setup, paths, agents);
        }

        return agents;
    }

    /// <summary>
    /// Whether counts of executions say something: no two agents can stand for one update, as they could if the write that one is there for is missing, or
    /// wrote something else.
    /// </summary>
    public static bool AreApart(IReadOnlyList<UpdateAgent> agents) => agents.All(
        a => a is { IsCertain: true, Values.Count: 1 } || agents.All(b => ReferenceEquals(a, b) || a.Entry != b.Entry || !a.Values.Intersect(b.Values).Any()));

    /// <summary>The thread's code.</summary>
    public void Run(ThreadContext context, ulong address)
    {
        if (context.Choose(2) == 0)
        {
            return;
        }

        var rule = new WalkRule { Present = Format.Valid, Forbid = Format.AccessFlag, Set = Format.AccessFlag };
        ulong descriptor = context.Walk(address, rule, PlanRunner.TagOf(Entry)).Bits;
        context.Assume(Values.Contains(descriptor));
    }

    /// <summary>Adds an agent for each write of a thread: as many for one descriptor and the same values as the path has that has most.</summary>
    private static void Add(LitmusProgram program, TranslationSetup setup, IReadOnlyList<ThreadTrace> paths, List<UpdateAgent> agents)
    {
        var most = new Dictionary<string, (UpdateAgent Agent, int Least, int Most)>(StringComparer.Ordinal);
        Dictionary<string, List<UpdateAgent>>[] byPath = [.. paths.Select(p => SpuriousUpdates.Of(program, setup, p)
            .Select(u => Make(program, p, u.Entry, u.Value))
            .Where(static a => a.Values.Count > 0)
            .GroupBy(static a => $"{a.Entry} {a.IsCertain} {string.Join(',', a.Values)}")
            .ToDictionary(static g => g.Key, static g => g.ToList(), StringComparer.Ordinal))];
        foreach ((string key, List<UpdateAgent> found) in byPath.SelectMany(static p => p))
        {
            int least = byPath.Min(p => p.GetValueOrDefault(key)?.Count ?? 0);
            most[key] = (found[0], least, Math.Max(found.Count, most.GetValueOrDefault(key).Most));
        }

        foreach ((UpdateAgent agent, int least, int count) in most.OrderBy(static m => m.Key, StringComparer.Ordinal).Select(static m => m.Value))
        {
            agents.AddRange(Enumerable.Repeat(agent, count).Select(a => a with { IsCertain = a.IsCertain && least == count }));
        }
    }

    private static UpdateAgent Make(LitmusProgram program, ThreadTrace trace, int entry, Expr value) => new(
        entry,
        [.. (program.Domains.PossibleValues(trace, value) ?? program.Domains.Of(entry)).Where(program.Translation!.Format.IsOld).Order()],
        program.Pool.TryGetConstant(value, out _),
        program.Translation!.Format);
}
