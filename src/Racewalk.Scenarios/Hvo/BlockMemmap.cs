using Racewalk.Machine;
using Racewalk.Mm.Hvo;

namespace Racewalk.Scenarios.Hvo;

/// <summary>Splitting the block that maps the memmap, where a scenario begins with one.</summary>
internal static class BlockMemmap
{
    /// <summary>Splits it, if there is one, and flushes: in a batch behind the split.</summary>
    internal static void Split(Cpu cpu, MemmapWorld world, HvoOptions options)
    {
        if (world.Layout.IsBlock)
        {
            new VmemmapSplit(world.Vmemmap, options).PmdEntry(cpu, world.Tables[0]);
            if (options.IsBatch)
            {
                cpu.FlushTlbAll();
            }
        }
    }

    /// <summary>Whether a configuration begins with a block.</summary>
    internal static bool IsBlock(Configuration configuration) => configuration.Values[HvoAxes.Memmap.Name] == "block";

    /// <summary>The steps of splitting that a configuration does not have.</summary>
    internal static IEnumerable<string> AbsentSteps(Configuration configuration, bool isBatch) =>
        !IsBlock(configuration) ? HvoStepTable.Split.Select(static s => s.Name)
        : isBatch ? [HvoSteps.SplitFlush]
        : [];
}
