using Racewalk.Executions;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// Armv8-A with page tables. Dependencies are those of the present model, which pass through what the thread itself wrote: so they need not be what a walk
/// really read.
/// </summary>
internal sealed class Armv8TranslationTerms : Armv8Terms
{
    /// <inheritdoc/>
    public override Access AccessOf(LitmusEvent e) => base.AccessOf(e) | (Has(e, "NoRet") ? Access.NoReturn : 0);

    /// <inheritdoc/>
    public override FaultClass? FaultOf(LitmusEvent e) => OfWalk(e);

    /// <inheritdoc/>
    public override StepDependencies DependenciesOf(ThreadPath path) =>
        new(path.Arm.Address.Concat(path.Arm.Translations), path.Arm.Data, path.Arm.Control);

    /// <inheritdoc/>
    public override bool FeelsControl(ThreadStep step) =>
        base.FeelsControl(step) || step.Kind is OperationKind.Fault or OperationKind.Invalidate || step.Walk is { MayUpdate: true };

    /// <inheritdoc/>
    public override void Check(ThreadPath path, IReadOnlyList<ThreadStep> steps)
    {
        CheckPicks(path);
        if (path.Trace.IntrinsicOrder.Any(o => !path.Trace.ReadModifyWrites.Contains(o)))
        {
            throw new UnfitException("two accesses of one instruction in an order of their own");
        }

        HashSet<int> used = [.. path.Arm.Translations.Select(static t => t.From)];
        for (int t = 0; t < path.Trace.Events.Count; t++)
        {
            if (path.Trace.Events[t] is { Kind: LitmusEventKind.Read, IsImplicit: true } && !used.Contains(t))
            {
                throw new UnfitException("a walk without an access, whose outcome nothing is ordered behind");
            }
        }
    }
}
