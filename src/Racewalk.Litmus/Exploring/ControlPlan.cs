using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// What the explorer must be told that a thread has branched on: what the dialect says, and whatever decides how the thread goes on. To the explorer a
/// branch controls everything later, so where the dialect has it otherwise and the model feels it, the test is refused.
/// </summary>
internal sealed class ControlPlan(ThreadPlan plan, ModelTerms terms)
{
    private readonly ReadSet[][] _deciding = [.. plan.Steps.Select(static s => new ReadSet[s.Count])];

    /// <summary>The reads branched on before each step of each path.</summary>
    /// <exception cref="UnfitException">They are not those that the dialect says.</exception>
    public IEnumerable<ReadSet[]> Find()
    {
        for (int a = 0; a < plan.Steps.Count; a++)
        {
            for (int b = 0; b < plan.Steps.Count; b++)
            {
                if (a != b)
                {
                    Compare(a, b);
                }
            }
        }

        for (int p = 0; p < plan.Steps.Count; p++)
        {
            yield return Record(p);
        }
    }

    /// <summary>Finds where a path differs from another one, and by which reads.</summary>
    private void Compare(int path, int other)
    {
        Parting parting = plan.Decisions.PartingOf(path, other);
        if (parting.Kind == PartingKind.Walk || (parting.Kind == PartingKind.Decision && MattersNot(path, other)))
        {
            // What a walk read decides what follows, but that is no control dependency.
            return;
        }

        ReadSet reads = parting.Kind == PartingKind.Choice ? default : plan.Expressions.Reads(parting.Condition.Expression);
        List<ThreadStep> steps = plan.Steps[path];
        for (int i = 0; i < steps.Count; i++)
        {
            ThreadStep? theirs = plan.StepAt(other, i);
            if (steps[i].Walk is not null && theirs?.Walk is not null && MayGoOtherWays(path, other, steps[i], theirs, reads))
            {
                return;
            }

            if (steps[i] == theirs)
            {
                continue;
            }

            // An address that is one location's or another's is no branch, if the access depends on it.
            if (parting.Kind == PartingKind.Address && theirs is not null && steps[i] == theirs with { Location = steps[i].Location }
                && (reads - steps[i].AddressReads).IsEmpty)
            {
                continue;
            }

            for (int later = i; later < steps.Count; later++)
            {
                _deciding[path][later] |= reads;
            }

            return;
        }
    }

    /// <summary>
    /// Whether what walks read takes two paths apart from here on: they read one descriptor but another value, or the descriptors of different pages, whose
    /// addresses are what the decision was about. What comes of an address and one value of its descriptor others show.
    /// </summary>
    private bool MayGoOtherWays(int path, int other, ThreadStep ours, ThreadStep theirs, ReadSet reads) =>
        ours.Location != theirs.Location
            ? ours == theirs with { Location = ours.Location } && (reads - ours.AddressReads).IsEmpty
            : ours.Ordinal == theirs.Ordinal && !plan.Decisions.AgreeOnWalk(path, other, ours.Ordinal);

    /// <summary>
    /// Whether the decision that takes two paths apart changes no step: to each path on one side there is one on the other that does the same and decides
    /// the same afterwards. Then other decisions are what makes the two paths differ.
    /// </summary>
    private bool MattersNot(int path, int other)
    {
        int place = plan.Decisions.Common(path, other);
        int[] here = [.. Side(path)];
        int[] there = [.. Side(other)];
        return here.Length == there.Length
            && here.All(p => there.Any(q => plan.Decisions.AgreeAfter(place, p, q) && plan.Steps[p].SequenceEqual(plan.Steps[q])));

        IEnumerable<int> Side(int of) => Enumerable.Range(0, plan.Steps.Count).Where(p => p == of || plan.Decisions.Common(p, of) > place);
    }

    private ReadSet[] Record(int path)
    {
        List<ThreadStep> steps = plan.Steps[path];
        var recorded = new ReadSet[steps.Count];
        ReadSet control = default;
        ReadSet ordered = default;
        ReadSet branched = default;
        int reads = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            ThreadStep step = steps[i];
            if (Ordinals(_deciding[path][i]) > reads)
            {
                throw new UnfitException("an operation whose kind depends on the value that it reads itself");
            }

            branched |= step.ControlReads;
            control |= step.ControlReads | (terms.HasDependencies ? _deciding[path][i] : default);
            recorded[i] = control;
            ReadSet more = control - step.ControlReads - ordered;
            if (terms.FeelsControl(step) && !more.IsEmpty)
            {
                throw new UnfitException((more - branched).IsEmpty
                    ? "a control dependency that ends with its if statement"
                    : "a value decides what follows, and the dialect has no control dependency there");
            }

            CheckValues(step, control);
            if (step.IsRead)
            {
                reads++;
                ordered |= terms.OrdersAllLater(step) ? ReadSet.Of(step.Ordinal) : default;
                control |= step.Awaited is null ? default : ReadSet.Of(step.Ordinal);
            }
        }

        return recorded;
    }

    /// <summary>A value that is known to the explorer to come from nowhere must not come from a read.</summary>
    private void CheckValues(ThreadStep step, ReadSet control)
    {
        if (!terms.HasDependencies || !step.IsWrite)
        {
            return;
        }

        ReadSet own = step.IsRead ? ReadSet.Of(step.Ordinal) : default;
        ReadSet known = step.DataReads | step.AddressReads | control | own;
        if (!(plan.Expressions.Reads(step.Value) - known).IsEmpty || (step.IsConditional && !(plan.Expressions.Reads(step.Comparand) - known).IsEmpty))
        {
            throw new UnfitException("a value written or compared comes from a read on which the dialect has no dependency");
        }
    }

    private static int Ordinals(ReadSet reads) => 1 + reads.Last;
}
