using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// Finds conditional read-modify-writes: one path has the read and the write, another one, taken apart by what the operation itself reads, the read alone. Both
/// get the same step.
/// </summary>
internal sealed class ConditionalSteps(ThreadPlan plan)
{
    /// <summary>Joins them, in all paths.</summary>
    public void Join() => Join([.. Enumerable.Range(0, plan.Steps.Count)], 0);

    /// <summary>Goes on in paths that have their steps before a place in common.</summary>
    private void Join(IReadOnlyList<int> paths, int place)
    {
        for (; paths.Count > 1 && paths.Any(p => plan.StepAt(p, place) is not null); place++)
        {
            int at = place;
            List<int>[] groups = Groups(paths, at);
            if (groups.Length == 1)
            {
                continue;
            }

            foreach (List<int> success in groups)
            {
                foreach (List<int> failure in groups)
                {
                    TryJoin(success, failure, at);
                }
            }

            foreach (List<int> group in Groups(paths, at))
            {
                Join(group, at + 1);
            }

            return;
        }
    }

    private List<int>[] Groups(IReadOnlyList<int> paths, int place) =>
        [.. paths.GroupBy(p => plan.StepAt(p, place)).Select(static g => g.ToList())];

    private void TryJoin(List<int> success, List<int> failure, int place)
    {
        if (plan.StepAt(success[0], place) is not { Kind: OperationKind.Rmw, IsConditional: false } rmw
            || plan.StepAt(failure[0], place) is not { Kind: OperationKind.Read } read
            || read.IsAtomic != rmw.IsAtomic || read.Location != rmw.Location || read.Ordinal != rmw.Ordinal || read.Awaited != rmw.Awaited)
        {
            return;
        }

        ThreadStep? joined = null;
        var paired = new HashSet<int>();
        foreach (int s in success)
        {
            foreach (int f in failure)
            {
                Parting parting = plan.Decisions.PartingOf(s, f);
                if (parting.Kind != PartingKind.Decision || plan.Expressions.IsKnown(parting.Condition.Expression, rmw.Ordinal))
                {
                    // Something else takes these two apart; each must have others that it has the rest in common with.
                    continue;
                }

                if (Conditional(rmw, parting.Condition) is not { } step || (joined ?? step) != step)
                {
                    return;
                }

                joined = step;
                paired.Add(s);
                paired.Add(f);
            }
        }

        if (paired.Count < success.Count + failure.Count)
        {
            return;
        }

        foreach (int p in success.Concat(failure))
        {
            plan.Steps[p][place] = joined!;
        }
    }

    /// <summary>The conditional operation, if that is what a successful one under a condition is.</summary>
    private ThreadStep? Conditional(ThreadStep rmw, PathCondition condition)
    {
        (ExprOp op, ulong first, ulong second) = plan.Expressions.Pool[condition.Expression];
        if (op != ExprOp.Equal)
        {
            return null;
        }

        (Expr a, Expr b) = (new Expr((int)first), new Expr((int)second));
        bool isFirst = plan.Expressions.Mentions(a, rmw.Ordinal);
        Expr other = isFirst ? b : a;
        if (isFirst == plan.Expressions.Mentions(b, rmw.Ordinal) || !plan.Expressions.IsKnown(other, rmw.Ordinal))
        {
            return null;
        }

        // The condition is an equality, and a path demands that it be other than 0, or 0.
        bool whenEqual = !condition.IsEqual;
        return (whenEqual, rmw.Rmw) switch
        {
            (true, RmwKind.Exchange) => rmw with { Rmw = RmwKind.CompareExchange, Comparand = other },
            (false, RmwKind.Add) => rmw with { Rmw = RmwKind.AddUnless, Comparand = other },
            _ => null,
        };
    }
}
