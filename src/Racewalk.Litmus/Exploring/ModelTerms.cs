using Racewalk.Executions;
using Racewalk.Litmus.Semantics;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>What the events of the dialects are in the terms of one of the explorer's models. What the cat model of the same name ignores is left out.</summary>
internal abstract class ModelTerms
{
    /// <summary>The terms of a model for a dialect.</summary>
    /// <param name="model">The model.</param>
    /// <param name="architecture">The dialect.</param>
    /// <param name="isTranslated">Whether the test is one of page tables.</param>
    /// <param name="withGracePeriods">Under SC, whether RCU means something: sc.cat does not know it.</param>
    /// <exception cref="UnfitException">The model gives the dialect's barriers and annotations, or page walks, no meaning.</exception>
    public static ModelTerms Of(MemoryModel model, string architecture, bool isTranslated, bool withGracePeriods = false) =>
        isTranslated && model == MemoryModel.Armv8 && architecture == "AArch64" ? new Armv8TranslationTerms()
        : isTranslated && model == MemoryModel.Tso && architecture == "X86_64" ? new TsoTranslationTerms()
        : isTranslated && model == MemoryModel.Power && architecture == "PPC" ? new PowerTranslationTerms()
        : isTranslated ? throw new UnfitException($"page tables of {architecture} under the model {model}")
        : model == MemoryModel.Sc ? new ScTerms(withGracePeriods)
        : model == MemoryModel.Tso ? new TsoTerms()
        : model == MemoryModel.Armv8 && architecture == "AArch64" ? new Armv8Terms()
        : model == MemoryModel.Power && architecture == "PPC" ? new PowerTerms()
        : model == MemoryModel.Lkmm && architecture == "C" ? new LkmmTerms()
        : throw new UnfitException($"the model {model} does not know the barriers of {architecture}");

    /// <summary>Whether dependencies order anything.</summary>
    public virtual bool HasDependencies => true;

    /// <summary>Whether the model lets dependencies and reads-from go in a circle.</summary>
    public virtual bool MayGoInCircles => false;

    /// <summary>The annotation of an access, as far as its own tags say.</summary>
    public abstract Access AccessOf(LitmusEvent e);

    /// <summary>Which barrier an event is; null if the model ignores it.</summary>
    public abstract FenceKind? FenceOf(LitmusEvent e);

    /// <summary>The class of a fault that a walk led to; null for other exceptions.</summary>
    public virtual FaultClass? FaultOf(LitmusEvent e) => null;

    /// <summary>What a walk makes of a descriptor, as the model has it.</summary>
    public virtual WalkRule RuleOf(WalkRule rule) => rule;

    /// <summary>The dependencies of a path that the model knows.</summary>
    public virtual StepDependencies DependenciesOf(Candidates.ThreadPath path) =>
        new(path.Dependencies.Address, path.Dependencies.Data, path.Dependencies.Control);

    /// <summary>Whether a control dependency to a step orders anything.</summary>
    public virtual bool FeelsControl(ThreadStep step) => false;

    /// <summary>Whether a read orders everything later anyway, so that a control dependency on it adds nothing.</summary>
    public virtual bool OrdersAllLater(ThreadStep read) => false;

    /// <summary>Whether two accesses of one instruction, which are in no order, may be taken for one after the other.</summary>
    public virtual bool MayPutInOrder(LitmusEvent first, LitmusEvent second) => false;

    /// <summary>Refuses what the model has in another way than the cat model of the same name.</summary>
    public virtual void Check(Candidates.ThreadPath path, IReadOnlyList<ThreadStep> steps)
    {
    }

    /// <summary>The class of a fault that a walk led to, for models that know such; null for other exceptions.</summary>
    protected static FaultClass? OfWalk(LitmusEvent e) => e.Kind == LitmusEventKind.Fault && Has(e, "MMU")
        ? Has(e, nameof(FaultClass.Translation)) ? FaultClass.Translation
            : Has(e, nameof(FaultClass.AccessFlag)) ? FaultClass.AccessFlag
            : FaultClass.Permission
        : null;

    /// <summary>The dependencies of registers, and those of accesses and faults on the walks that decide them.</summary>
    protected static StepDependencies WithTranslations(Candidates.ThreadPath path) =>
        new(path.Dependencies.Address.Concat(path.Arm.Translations), path.Dependencies.Data, path.Dependencies.Control);

    /// <summary>Whether an event has a tag.</summary>
    protected static bool Has(LitmusEvent e, string tag) => e.Sets.Contains(tag, StringComparer.Ordinal);
}

/// <summary>Sequential consistency: neither barriers nor annotations nor dependencies order anything more.</summary>
/// <param name="withGracePeriods">Whether RCU's events are read-side sections and grace periods, and SRCU's are refused.</param>
internal sealed class ScTerms(bool withGracePeriods) : ModelTerms
{
    /// <inheritdoc/>
    public override bool HasDependencies => false;

    /// <inheritdoc/>
    public override Access AccessOf(LitmusEvent e)
    {
        RefuseSrcu(e);
        return Access.None;
    }

    /// <inheritdoc/>
    public override FenceKind? FenceOf(LitmusEvent e)
    {
        RefuseSrcu(e);
        return !withGracePeriods ? null
            : Has(e, "rcu-lock") ? FenceKind.RcuLock
            : Has(e, "rcu-unlock") ? FenceKind.RcuUnlock
            : Has(e, "sync-rcu") ? FenceKind.SyncRcu
            : null;
    }

    private void RefuseSrcu(LitmusEvent e)
    {
        if (withGracePeriods && e.Sets.FirstOrDefault(static s => s.Contains("srcu", StringComparison.Ordinal)) is { } tag)
        {
            throw new UnfitException($"the tag {tag}, which the explorer's model does not have");
        }
    }
}

/// <summary>x86-TSO. To the explorer every read-modify-write is a locked instruction; tso.cat takes for one what herd7 puts into X.</summary>
internal class TsoTerms : ModelTerms
{
    /// <inheritdoc/>
    public override bool HasDependencies => false;

    /// <inheritdoc/>
    public override Access AccessOf(LitmusEvent e) => Access.None;

    /// <inheritdoc/>
    public override FenceKind? FenceOf(LitmusEvent e) => Has(e, "MFENCE") ? FenceKind.Full : null;

    /// <inheritdoc/>
    public override void Check(Candidates.ThreadPath path, IReadOnlyList<ThreadStep> steps)
    {
        foreach (ThreadStep step in steps)
        {
            if (step.Kind == OperationKind.Rmw && !step.IsAtomic && step.Walk is null)
            {
                throw new UnfitException("a read-modify-write that is no locked instruction to tso.cat");
            }

            if (step.Kind == OperationKind.Read && step.IsAtomic)
            {
                throw new UnfitException("the read of a locked instruction without a write");
            }
        }
    }
}
