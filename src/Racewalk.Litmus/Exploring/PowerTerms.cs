using Racewalk.Executions;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>Power.</summary>
internal class PowerTerms : ModelTerms
{
    /// <inheritdoc/>
    public override Access AccessOf(LitmusEvent e) => Has(e, "EX") ? Access.Exclusive : Access.None;

    /// <inheritdoc/>
    public override FenceKind? FenceOf(LitmusEvent e) =>
        Has(e, "SYNC") ? FenceKind.Full
        : Has(e, "LWSYNC") ? FenceKind.LightSync
        : Has(e, "EIEIO") ? FenceKind.Eieio
        : Has(e, "ISYNC") ? FenceKind.ContextSync
        : null;

    /// <inheritdoc/>
    public override bool FeelsControl(ThreadStep step) => step.Kind != OperationKind.Fence || step.Fence == FenceKind.ContextSync;

    /// <inheritdoc/>
    public override void Check(Candidates.ThreadPath path, IReadOnlyList<ThreadStep> steps)
    {
        foreach (ThreadStep step in steps)
        {
            if (step.Kind == OperationKind.Rmw && step.Walk is null && step.Rmw != RmwKind.Exchange && !step.DataReads.Contains(step.Ordinal))
            {
                throw new UnfitException("what a read-modify-write writes depends on what it read by no data dependency");
            }
        }
    }
}
