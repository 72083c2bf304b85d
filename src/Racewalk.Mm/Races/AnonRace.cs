using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>How khugepaged collapses anonymous memory in a race.</summary>
/// <param name="Locking">What it holds while the PMD entry is none.</param>
/// <param name="Kind">Whose pmdp_collapse_flush is used.</param>
/// <param name="PmdClear">How the PMD entry is cleared.</param>
/// <param name="IsPinned">Whether somebody holds a reference, so that the collapse fails.</param>
public sealed record CollapseChoices(CollapseLocking Locking, CollapseFlushKind Kind, EntryClear PmdClear, bool IsPinned);

/// <summary>khugepaged with all its locks against one other CPU.</summary>
/// <param name="choices">How khugepaged collapses.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public abstract class AnonRace(CollapseChoices choices, MemoryLayout? layout) : Race
{
    /// <summary>khugepaged's CPU.</summary>
    protected const int Collapser = 0;

    /// <summary>The other's.</summary>
    protected const int Other = 1;

    /// <summary>Its memory.</summary>
    public AnonWorld World { get; } = choices.IsPinned ? new AnonWorld(layout: layout).Pin() : new AnonWorld(layout: layout);

    /// <inheritdoc/>
    public sealed override PhysicalMemory Memory => World.Memory;

    /// <summary>How khugepaged collapses.</summary>
    protected CollapseChoices Choices => choices;

    /// <summary>K3 to K16.</summary>
    protected AnonCollapse Collapse => new(World.Vma, new PmdpCollapseFlush(World.Vma.Mm, choices.Kind, choices.PmdClear), choices.Locking);

    /// <summary>khugepaged that begins with K3.</summary>
    protected Actor Khugepaged
    {
        get
        {
            AnonCollapse collapse = Collapse;
            return new("khugepaged", cpu => collapse.CollapseHugePage(cpu, 0, World.HugePfn));
        }
    }

    /// <summary>What must become of the collapse.</summary>
    protected Behaviour CollapseEnds => choices.IsPinned
        ? new("khugepaged gives up", static o => o.Saw(Collapser, Mm.Collapse.Khugepaged.GaveUp))
        : new("the collapse succeeds", static o => o.Saw(Collapser, Mm.Collapse.Khugepaged.Collapsed));

    /// <summary>A behaviour of the other.</summary>
    protected static Behaviour OtherSees(string name, string observed) => new(name, o => o.Saw(Other, observed));
}
