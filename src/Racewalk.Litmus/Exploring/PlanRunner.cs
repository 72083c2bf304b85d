using System.Globalization;
using Racewalk.Executions;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// Runs a planned thread in the explorer: it keeps the paths that agree with what was read so far, performs the step that they have in common, and observes
/// the registers that the test looks at when it is at the end. Stateless: each run begins anew.
/// </summary>
/// <param name="program">The test.</param>
/// <param name="plan">The thread's paths.</param>
/// <param name="registers">The registers to observe.</param>
internal sealed class PlanRunner(LitmusProgram program, ThreadPlan plan, IReadOnlyList<int> registers)
{
    /// <summary>The name under which the number of the path is observed.</summary>
    public const string PathName = "path";

    // The plan is shared by the workers, and its own remembers what it is asked.
    private readonly Expressions _expressions = new(plan.Expressions.Pool);

    /// <summary>The name under which a register is observed.</summary>
    public static string NameOf(int register) => "register " + register.ToString(CultureInfo.InvariantCulture);

    /// <summary>The thread's code.</summary>
    public void Run(ThreadContext context)
    {
        var values = new List<ulong>();
        List<int> paths = [.. Enumerable.Range(0, plan.Traces.Count)];
        for (int place = 0; ; place++)
        {
            paths = Agreeing(paths, values);
            paths = Choose(context, paths, p => plan.StepAt(p, place));
            if (plan.StepAt(paths[0], place) is not { } step)
            {
                break;
            }

            context.Concretise(new Word(0, plan.Control(paths[0], place)));
            Perform(context, step, paths, values);
        }

        if (plan.Traces[paths[0]].IsWaiting)
        {
            context.Assume(false);
        }

        // What choices are left differ in nothing that the memory sees, but each is an execution.
        paths = Choose(context, paths, static p => p);
        foreach (int register in registers)
        {
            ulong value = plan.Traces[paths[0]].Registers.TryGetValue(register, out Expr e)
                ? _expressions.Evaluate(e, values)
                : program.InitialRegister(context.Thread, register);
            context.Add(new ObservedNote(NameOf(register), value));
        }

        context.Add(new ObservedNote(PathName, (ulong)paths[0]));
    }

    /// <summary>The paths whose demands are met as far as that is known.</summary>
    private List<int> Agreeing(List<int> paths, List<ulong> values)
    {
        List<int> agreeing = [.. paths.Where(p => plan.Traces[p].Conditions.All(c => Holds(c, values)))];
        if (agreeing.Count > 0)
        {
            return agreeing;
        }

        // Some path has all other addresses right, so an address that no path supposes is among the wrong ones.
        ulong? unknown = null;
        foreach (PathCondition c in paths.SelectMany(p => plan.Traces[p].Conditions).Where(c => c.IsAddress && !Holds(c, values)))
        {
            ulong address = _expressions.Evaluate(c.Expression, values);
            unknown ??= program.PointerTargets.Contains(address) ? null : address;
        }

        if (unknown is not { } target)
        {
            throw new InvalidOperationException($"{program.Name}: no path goes on with what was read");
        }

        throw program.IsNearLocation(target)
            ? new LearntTargetException(target)
            : program.Source.Error(0, $"a thread uses the value {program.FormatValue(target)} as an address, where the test has no location");
    }

    private bool Holds(PathCondition c, List<ulong> values) =>
        !_expressions.IsKnown(c.Expression, values.Count) || _expressions.Evaluate(c.Expression, values) == c.Expected == c.IsEqual;

    /// <summary>Chooses freely between paths that go on differently, and keeps those that go on as chosen.</summary>
    private List<int> Choose<T>(ThreadContext context, List<int> paths, Func<int, T> way)
    {
        List<int>[] ways = [.. paths.GroupBy(way).Select(static g => g.ToList())];
        if (ways.Length == 1)
        {
            return ways[0];
        }

        bool areFree = ways.All(a => ways.All(b => ReferenceEquals(a, b) || a.All(x => b.All(y => plan.Decisions.PartingOf(x, y).Kind == PartingKind.Choice))));
        return areFree ? ways[context.Choose(ways.Length)] : throw new UnfitException("an operation whose kind depends on the value that it reads itself");
    }

    private void Perform(ThreadContext context, ThreadStep step, List<int> paths, List<ulong> values)
    {
        Word address = step.Location < 0 ? 0 : new Word(program.AddressAt(step.Location), step.AddressReads);
        switch (step.Kind)
        {
            case OperationKind.Fence:
                context.Fence(step.Fence);
                break;
            case OperationKind.Write:
                context.Store(address, new Word(_expressions.Evaluate(step.Value, values), step.DataReads), step.Access);
                break;
            case OperationKind.Fault:
                context.Fault(step.Fault, step.AddressReads);
                break;
            case OperationKind.Invalidate:
                context.Invalidate(ScopeOf(step.Invalidation!.Entry), isLocal: !step.Invalidation.IsBroadcast, step.AddressReads);
                break;
            case OperationKind.Read or OperationKind.Rmw when step.Walk is { } rule:
                values.Add(context.Walk(address, rule, TagOf(step.Location)).Bits);
                break;
            case OperationKind.Read when step.Awaited is { } awaited:
                values.Add(context.Await(address, AwaitKind.Equal, awaited, step.Access).Bits);
                break;
            case OperationKind.Read:
                values.Add(context.Load(address, step.Access).Bits);
                break;
            default:
                ReadModifyWrite(context, step, address, paths, values);
                break;
        }
    }

    /// <summary>What invalidations tell the walks of a descriptor by.</summary>
    public static uint TagOf(int entry) => (uint)entry;

    private static InvalidationScope ScopeOf(int entry) => entry switch
    {
        Invalidation.OfAll => InvalidationScope.All,
        Invalidation.OfNothing => InvalidationScope.Of(uint.MaxValue),
        _ => InvalidationScope.Of(TagOf(entry)),
    };

    private void ReadModifyWrite(ThreadContext context, ThreadStep step, Word address, List<int> paths, List<ulong> values)
    {
        var operation = new Operation
        {
            Rmw = step.Rmw,
            Operand = _expressions.Evaluate(step.Operand, values),
            Comparand = step.IsConditional ? _expressions.Evaluate(step.Comparand, values) : 0,
        };
        var operand = new Word(operation.Operand, step.DataReads);
        Word old = step.Awaited is { } awaited
            ? context.AwaitRmw(step.Rmw, address, operand, AwaitKind.Equal, awaited, step.Access)
            : context.Rmw(step.Rmw, address, operand, operation.Comparand, step.Access);
        values.Add(old.Bits);

        // The explorer computes with 64 bits and compares them all; the dialect may not.
        int path = Agreeing(paths, values)[0];
        bool writes = WritesOn(path, step.Ordinal);
        if (writes != operation.Writes(old.Bits) || (writes && _expressions.Evaluate(step.Value, values) != operation.Result(old.Bits)))
        {
            throw new UnfitException("a read-modify-write that wraps around at its size");
        }
    }

    private bool WritesOn(int path, int ordinal) =>
        plan.Traces[path].ReadModifyWrites.Any(pair => plan.Traces[path].Events[pair.Read].ReadOrdinal == ordinal);
}
