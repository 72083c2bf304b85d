using Racewalk.Mm.Hvo;

namespace Racewalk.Scenarios.Hvo;

/// <summary>The block that maps the memmap, where a scenario begins with one.</summary>
internal static class BlockMemmap
{
    /// <summary>Whether a configuration begins with a block.</summary>
    internal static bool IsBlock(Configuration configuration) => configuration.Values[HvoAxes.Memmap.Name] == "block";

    /// <summary>The steps of splitting that a configuration does not have.</summary>
    internal static IEnumerable<string> AbsentSteps(Configuration configuration, bool isBatch) =>
        !IsBlock(configuration) ? HvoStepTable.Split.Select(static s => s.Name)
        : isBatch ? [HvoSteps.SplitFlush]
        : [];
}
