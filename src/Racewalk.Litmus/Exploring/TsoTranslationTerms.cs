using Racewalk.Executions;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>x86-TSO with page tables. The only dependencies that order anything are those of an access or a fault on the walk that decides it.</summary>
internal sealed class TsoTranslationTerms : TsoTerms
{
    /// <inheritdoc/>
    public override bool HasDependencies => true;

    /// <inheritdoc/>
    public override FenceKind? FenceOf(LitmusEvent e) => Has(e, "TLBSYNC") ? FenceKind.TlbSync : base.FenceOf(e);

    /// <inheritdoc/>
    public override FaultClass? FaultOf(LitmusEvent e) => OfWalk(e);

    /// <inheritdoc/>
    public override StepDependencies DependenciesOf(ThreadPath path) => WithTranslations(path);
}
