using Racewalk.Executions;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>Power with radix page tables.</summary>
internal sealed class PowerTranslationTerms : PowerTerms
{
    /// <inheritdoc/>
    public override FenceKind? FenceOf(LitmusEvent e) =>
        Has(e, "PTESYNC") ? FenceKind.DsbFull : Has(e, "TLBSYNC") ? FenceKind.TlbSync : base.FenceOf(e);

    /// <inheritdoc/>
    public override FaultClass? FaultOf(LitmusEvent e) => OfWalk(e);

    /// <summary>The hardware reads an entry that does not permit the access again before that faults (Power ISA 3.1B, Book III 6.10.1.2): no TLB's is to blame.</summary>
    public override WalkRule RuleOf(WalkRule rule) => rule with { Present = rule.Present | rule.Permit, Permit = 0 };

    /// <inheritdoc/>
    public override StepDependencies DependenciesOf(ThreadPath path) => WithTranslations(path);
}
