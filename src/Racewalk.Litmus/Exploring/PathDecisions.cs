using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// The decisions of all paths through a thread. Paths are enumerated decision by decision, so what takes two of them apart is the first in which they differ.
/// </summary>
internal sealed class PathDecisions
{
    private readonly List<Decision>[] _of;
    private readonly HashSet<Expr> _walked;
    private readonly Dictionary<int, ulong>[] _walks;

    /// <summary>The decisions of paths.</summary>
    public PathDecisions(IReadOnlyList<ThreadTrace> traces)
    {
        _of = [.. traces.Select(Read)];
        _walked = [.. traces.SelectMany(static t => t.Events).Where(static e => e.Walk is not null).Select(static e => e.Value)];
        _walks = [.. traces.Select(WalksOf)];
    }

    /// <summary>Whether two paths suppose the same of what a walk reads.</summary>
    /// <param name="first">A path.</param>
    /// <param name="second">Another one.</param>
    /// <param name="ordinal">The walk's read.</param>
    public bool AgreeOnWalk(int first, int second, int ordinal) => _walks[first][ordinal] == _walks[second][ordinal];

    /// <summary>Where two paths part: how many decisions they have in common.</summary>
    public int Common(int first, int second)
    {
        (List<Decision> a, List<Decision> b) = (_of[first], _of[second]);
        int common = 0;
        while (common < a.Count && common < b.Count && a[common] == b[common])
        {
            common++;
        }

        return common;
    }

    /// <summary>What takes two paths apart.</summary>
    public Parting PartingOf(int first, int second)
    {
        int at = Common(first, second);
        (Decision a, Decision b) = (_of[first][at], _of[second][at]);
        return a.IsChoice || b.IsChoice || a.Condition.Expression != b.Condition.Expression ? Parting.Choice
            : a.Condition.IsAddress ? new Parting(PartingKind.Address, a.Condition)
            : _walked.Contains(a.Condition.Expression) ? new Parting(PartingKind.Walk, a.Condition)
            : a.Condition.IsEqual != b.Condition.IsEqual ? new Parting(PartingKind.Decision, a.Condition)
            : Parting.Choice;
    }

    /// <summary>Whether two paths, which part at a place, decide the same after it.</summary>
    public bool AgreeAfter(int place, int first, int second) =>
        _of[first].Count == _of[second].Count && _of[first].Skip(place + 1).SequenceEqual(_of[second].Skip(place + 1));

    private static Dictionary<int, ulong> WalksOf(ThreadTrace trace) => trace.Events
        .Where(static e => e.Walk is not null)
        .ToDictionary(static e => e.ReadOrdinal, e => trace.Conditions.First(c => c.Expression == e.Value && c.IsEqual).Expected);

    private static List<Decision> Read(ThreadTrace trace)
    {
        var decisions = new List<Decision>();
        int choice = 0;
        for (int i = 0; i <= trace.Conditions.Count; i++)
        {
            for (; choice < trace.Choices.Count && trace.Choices[choice].After == i; choice++)
            {
                decisions.Add(new Decision(IsChoice: true, trace.Choices[choice].Taken, default));
            }

            if (i < trace.Conditions.Count)
            {
                decisions.Add(new Decision(IsChoice: false, 0, trace.Conditions[i]));
            }
        }

        return decisions;
    }

    private readonly record struct Decision(bool IsChoice, int Taken, PathCondition Condition);
}

/// <summary>What takes paths apart.</summary>
internal enum PartingKind : byte
{
    /// <summary>A free choice.</summary>
    Choice,

    /// <summary>A value decides.</summary>
    Decision,

    /// <summary>An address is one location's or another's.</summary>
    Address,

    /// <summary>A walk reads one descriptor or another.</summary>
    Walk,
}

/// <summary>What takes two paths apart.</summary>
/// <param name="Kind">What.</param>
/// <param name="Condition">What the first of the paths demands of the value.</param>
internal readonly record struct Parting(PartingKind Kind, PathCondition Condition)
{
    /// <summary>A free choice.</summary>
    public static Parting Choice => default;
}
