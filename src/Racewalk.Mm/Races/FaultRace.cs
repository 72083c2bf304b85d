using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>What a fault maps where nothing is.</summary>
public enum FaultKind
{
    /// <summary>A page of zeros, for a store.</summary>
    Store,

    /// <summary>The zero page, for a load.</summary>
    Read,

    /// <summary>A huge page.</summary>
    Huge,
}

/// <summary>khugepaged against a page fault on an address that has data (khugepaged/fault).</summary>
/// <param name="choices">How khugepaged collapses.</param>
/// <param name="kind">What the fault maps.</param>
/// <param name="takesVmaLock">Whether it takes the VMA's own lock first (CONFIG_PER_VMA_LOCK).</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class FaultRace(CollapseChoices choices, FaultKind kind, bool takesVmaLock, MemoryLayout? layout = null) : AnonRace(choices, layout)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var fault = new AnonFault(World.Vma, new FaultOptions(PerVmaLock: takesVmaLock, HugePages: kind == FaultKind.Huge));
            return [Khugepaged, new("page fault", cpu => fault.Handle(cpu, 0, 0, isStore: kind != FaultKind.Read))];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours =>
    [
        CollapseEnds,
        OtherSees("the fault finds something mapped", AnonFault.WasMapped),
        .. takesVmaLock ? [OtherSees("the VMA's lock is enough", AnonFault.TookVmaLock)] : (Behaviour[])[],
        .. Choices.Locking == CollapseLocking.PmdKept ? [OtherSees("the fault waits for the PMD lock in vain", AnonymousPage.FoundInstalled)] : (Behaviour[])[],
    ];

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        if (outcome.Saw(Other, AnonymousPage.MappedZeros))
        {
            return new Breach(BreachKind.LostData, "the fault has mapped zeros at an address that has data: user code reads zeros there, or what it writes goes lost");
        }

        for (int i = 0; i < World.SmallPages.Count; i++)
        {
            if (World.DataOf(outcome, i) != AnonWorld.Data(i))
            {
                return new Breach(BreachKind.LostData, $"page {i} no longer has its data");
            }
        }

        return World.CheckBalance(outcome);
    }
}
