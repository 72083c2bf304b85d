using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;

namespace Racewalk.Mm.Races;

/// <summary>Who walks.</summary>
public enum WalkKind
{
    /// <summary>A read of /proc/pid/pagemap.</summary>
    Pagemap,

    /// <summary>mincore.</summary>
    Mincore,
}

/// <summary>khugepaged against a read-only walk of the page tables (khugepaged/walk, khugepaged/mincore).</summary>
/// <param name="choices">How khugepaged collapses.</param>
/// <param name="kind">Who walks.</param>
/// <param name="policy">What it makes of pmd_none.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class WalkRace(CollapseChoices choices, WalkKind kind, NonePolicy policy, MemoryLayout? layout = null) : AnonRace(choices, layout)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var none = new PmdNone(World.Vma, policy);
            PmdRangeWalk walk = kind == WalkKind.Pagemap ? new PagemapRead(World.Vma, none) : new Mincore(World.Vma, none);
            return [Khugepaged, new(kind == WalkKind.Pagemap ? "pagemap" : "mincore", cpu => walk.Walk(cpu, 0))];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours =>
    [
        CollapseEnds,
        OtherSees("the walk finds the table", PmdRangeWalk.FoundTable),
        .. Choices.IsPinned ? [] : (Behaviour[])[OtherSees("the walk finds the huge page", PmdRangeWalk.FoundHuge)],
    ];

    /// <summary>The walk finds something where there was nothing; not possible if it does not look again.</summary>
    public static Behaviour FindsMore { get; } = OtherSees("the walk finds that something has come", PmdNone.HasCome);

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        for (int i = 0; i < World.SmallPages.Count; i++)
        {
            if (Misses(outcome, i))
            {
                return new Breach(BreachKind.Assertion, kind == WalkKind.Pagemap
                    ? $"pagemap says that page {i} is not present; it was there all the time"
                    : $"mincore says that page {i} is not resident; it was all the time");
            }
        }

        return World.CheckBalance(outcome);
    }

    private bool Misses(IOutcome outcome, int index)
    {
        if (kind == WalkKind.Mincore)
        {
            return !outcome.Saw(Other, Mincore.Vec(index));
        }

        outcome.TryGetObserved(Other, PagemapRead.Entry(index), out ulong pfn);
        return pfn != World.SmallPages[index] && pfn != World.HugePfn + (ulong)index;
    }
}
