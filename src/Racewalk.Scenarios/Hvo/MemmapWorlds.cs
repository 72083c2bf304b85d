using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Races;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Hvo;

/// <summary>The memmap on the architectures that scenarios have.</summary>
internal static class MemmapWorlds
{
    /// <summary>What it is like there, one folio of two vmemmap pages if nothing else is said.</summary>
    internal static MemmapLayout LayoutOf(Architecture architecture, HvoEra era) => new(ArchitectureTables.PteOf(architecture), ArchitectureTables.FormatOf(architecture), era);

    /// <summary>A memmap.</summary>
    /// <exception cref="ScenarioException">The geometry cannot be.</exception>
    internal static MemmapWorld Of(MemmapLayout layout) => new(Checked(layout));

    /// <summary>A layout that can be.</summary>
    /// <exception cref="ScenarioException">The geometry cannot be.</exception>
    internal static MemmapLayout Checked(MemmapLayout layout) => layout.Problem is { } problem ? throw new ScenarioException(problem) : layout;

    /// <summary>What a value means at an address; null where a plain number will do.</summary>
    internal static string? FormatValue(this MemmapWorld world, ulong address, ulong value) =>
        new MemmapText(world.FrameNames, world.Entries, world.Head()).FormatValue(address, value);
}
