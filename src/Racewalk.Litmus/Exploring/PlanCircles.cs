using Racewalk.Executions;
using Racewalk.Exploration.Circles;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// Looks for circles of dependencies in planned threads. All paths of a test are known, also those that only a circle would take, and so is which values
/// follow from which: the search over candidates leaves out what comes out of thin air, and finds everything else that has such a circle.
/// </summary>
internal static class PlanCircles
{
    /// <summary>What circles there may be.</summary>
    public static CircleKind Find(IReadOnlyList<ThreadPlan> plans)
    {
        if (!plans.Any(static plan => plan.Steps.Any(static path => path.Exists(static s => IsPlain(s)))))
        {
            return CircleKind.None;
        }

        var circles = new DependencyCircles();
        for (int t = 0; t < plans.Count; t++)
        {
            for (int p = 0; p < plans[t].Steps.Count; p++)
            {
                Tell(plans[t], p, circles.Path(t, context: 0));
            }
        }

        return circles.Find();
    }

    private static void Tell(ThreadPlan plan, int path, CirclePath way)
    {
        for (int i = 0; i < plan.Steps[path].Count; i++)
        {
            ThreadStep step = plan.Steps[path][i];
            ReadSet control = plan.Control(path, i);
            if (step.IsRead)
            {
                way.Read(step.Location, IsPlain(step), ValueOf(plan, path, step), step.AddressReads | control);
            }

            if (step.IsWrite)
            {
                // What a conditional operation read decides whether it writes.
                ReadSet own = step.IsRead ? ReadSet.Of(step.Ordinal) : default;
                ReadSet outcome = step.IsConditional || step.Awaited is not null ? own : default;
                ReadSet values = plan.Expressions.Reads(step.Value);
                ulong? value = plan.Expressions.Pool.TryGetConstant(step.Value, out ulong constant) ? constant : null;
                way.Write(
                    step.Location, IsPlain(step), value, new WriteCauses(step.AddressReads, step.DataReads | (values - (values - own)), control | outcome, values));
            }
        }
    }

    private static bool IsPlain(ThreadStep step) => step.Kind != OperationKind.Rmw && (step.Access & Access.Plain) != 0;

    /// <summary>The value that a read has to return for a path to be taken, if there is only one.</summary>
    private static ulong? ValueOf(ThreadPlan plan, int path, ThreadStep read)
    {
        ExprPool pool = plan.Expressions.Pool;
        foreach (PathCondition c in plan.Traces[path].Conditions)
        {
            (ExprOp op, ulong a, ulong b) = pool[c.Expression];
            if (c.IsEqual && IsRead(c.Expression))
            {
                return c.Expected;
            }

            // A branch that is taken has a condition that is not 0.
            if (!c.IsEqual && c.Expected == 0 && op == ExprOp.Equal)
            {
                (Expr x, Expr y) = (new Expr((int)a), new Expr((int)b));
                if ((IsRead(x) && pool.TryGetConstant(y, out ulong value)) || (IsRead(y) && pool.TryGetConstant(x, out value)))
                {
                    return value;
                }
            }
        }

        return read.Awaited;

        bool IsRead(Expr e)
        {
            (ExprOp op, _, ulong ordinal) = pool[e];
            return op == ExprOp.ReadValue && (int)ordinal == read.Ordinal;
        }
    }
}
