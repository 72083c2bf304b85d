using Racewalk.Executions;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>Armv8-A. The explorer has the compact form of the model with some clauses of the present one (docs/decisions/0002).</summary>
internal class Armv8Terms : ModelTerms
{
    private static readonly string[] s_contextSyncs = ["ISB", "EXC-ENTRY", "EXC-RET"];

    /// <inheritdoc/>
    public override Access AccessOf(LitmusEvent e) =>
        (Has(e, "A") ? Access.Acquire : 0) | (Has(e, "Q") ? Access.AcquirePc : 0) | (Has(e, "L") ? Access.Release : 0)
        | (Has(e, "EX") ? Access.Exclusive : 0) | (Has(e, "X") ? Access.Atomic : 0);

    /// <inheritdoc/>
    public override FenceKind? FenceOf(LitmusEvent e)
    {
        if (s_contextSyncs.Any(s => Has(e, s)))
        {
            return FenceKind.ContextSync;
        }

        string? barrier = e.Sets.FirstOrDefault(static s => s.StartsWith("DMB.", StringComparison.Ordinal) || s.StartsWith("DSB.", StringComparison.Ordinal));
        return barrier is null ? null : (barrier.StartsWith("DSB.", StringComparison.Ordinal), barrier[^2..]) switch
        {
            (false, "LD") => FenceKind.Load,
            (false, "ST") => FenceKind.Store,
            (false, _) => FenceKind.Full,
            (true, "LD") => FenceKind.DsbLoad,
            (true, "ST") => FenceKind.DsbStore,
            (true, _) => FenceKind.DsbFull,
        };
    }

    /// <inheritdoc/>
    public override bool FeelsControl(ThreadStep step) => step.IsWrite || step is { Kind: OperationKind.Fence, Fence: FenceKind.ContextSync };

    /// <inheritdoc/>
    public override bool OrdersAllLater(ThreadStep read) => (read.Access & (Access.Acquire | Access.AcquirePc)) != 0;

    /// <inheritdoc/>
    public override bool MayPutInOrder(LitmusEvent first, LitmusEvent second) =>
        first.Kind == second.Kind && first.Location != second.Location
        && ((AccessOf(first) | AccessOf(second)) & (Access.Acquire | Access.AcquirePc | Access.Release)) == 0;

    /// <inheritdoc/>
    public override void Check(ThreadPath path, IReadOnlyList<ThreadStep> steps)
    {
        CheckPicks(path);
        if (path.Trace.IntrinsicOrder.Any(o => !path.Trace.ReadModifyWrites.Contains(o)))
        {
            throw new UnfitException("two accesses of one instruction in an order of their own");
        }

        CheckNoReturn(path.Trace);
    }

    /// <summary>Pick dependencies that are not dependencies anyway, and do not follow from these by forwarding within the thread.</summary>
    protected static void CheckPicks(ThreadPath path)
    {
        ArmDependencies arm = path.Arm;
        IReadOnlyList<LitmusEvent> events = path.Trace.Events;
        bool picks = !arm.PickAddress.SetEquals(arm.Address)
            || !arm.PickData.SetEquals(arm.Data)
            || !Accesses(arm.PickControl).ToHashSet().SetEquals(Accesses(arm.Control));
        foreach ((int from, int to) in arm.Pick)
        {
            picks |= events[to].Kind is LitmusEventKind.Read or LitmusEventKind.Write && !arm.Control.Contains((from, to))
                && !IsDependency(from, to) && !(events[to].Kind == LitmusEventKind.Read && Forwards(from, to));
        }

        if (picks)
        {
            throw new UnfitException("pick dependencies, which the explorer's model does not have");
        }

        bool IsDependency(int from, int to) => arm.Address.Contains((from, to)) || arm.Data.Contains((from, to));

        bool Forwards(int from, int read)
        {
            for (int w = read - 1; w > from; w--)
            {
                if (events[w].Kind == LitmusEventKind.Write && events[w].Location == events[read].Location)
                {
                    return IsDependency(from, w);
                }
            }

            return false;
        }

        IEnumerable<(int From, int To)> Accesses(IEnumerable<(int From, int To)> pairs) =>
            pairs.Where(p => events[p.To].Kind
                is LitmusEventKind.Read or LitmusEventKind.Write or LitmusEventKind.Fence or LitmusEventKind.Fault or LitmusEventKind.Invalidate);
    }

    /// <summary>A read whose value is dropped is not ordered by DMB LD; the explorer's model does not know of such.</summary>
    private void CheckNoReturn(ThreadTrace trace)
    {
        bool dropped = false;
        foreach (LitmusEvent e in trace.Events)
        {
            dropped |= Has(e, "NoRet");
            if (dropped && e.Kind == LitmusEventKind.Fence && FenceOf(e) is FenceKind.Load or FenceKind.DsbLoad)
            {
                throw new UnfitException("an atomic that drops what it read, before a barrier for reads");
            }
        }
    }
}
