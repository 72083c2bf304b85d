using System.Globalization;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;

namespace Racewalk.Trials;

/// <summary>The scenarios that can be run on real processors.</summary>
public static class TrialCatalogue
{
    private static readonly SortedDictionary<string, Func<TrialPlan, MemoryLayout, Race>> s_races = new(StringComparer.Ordinal)
    {
        ["gup-fast/collapse"] = static (plan, layout) => new CollapseRace(
            Number(plan, "ptes"), Choice<CollapseFlushKind>(plan, "kind"), Choice<EntryClear>(plan, "clear"), Choice<ReferenceOrder>(plan, "order"), layout),
        ["khugepaged/dontneed"] = static (plan, layout) => new DontneedRace(
            Choice<CollapseLocking>(plan, "locking"),
            Choice<NonePolicy>(plan, "policy"),
            Choice<CollapseFlushKind>(plan, "kind"),
            Choice<EntryClear>(plan, "pmd-clear"),
            Choice<EntryClear>(plan, "pte-clear"),
            IsYes(plan, "pinned"),
            IsYes(plan, "scan"),
            layout),
    };

    /// <summary>Their ids, in order.</summary>
    public static IReadOnlyCollection<string> Scenarios => s_races.Keys;

    /// <summary>The actors of a plan, and the memory that they work on.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="layout">Where memory lies.</param>
    /// <exception cref="TrialException">There is no such scenario, or not with these choices.</exception>
    internal static Race Create(TrialPlan plan, MemoryLayout layout) => s_races.TryGetValue(plan.Scenario, out Func<TrialPlan, MemoryLayout, Race>? create)
        ? create(plan, layout)
        : throw new TrialException($"{plan.Scenario} cannot be run on real processors: only {string.Join(", ", Scenarios)}");

    private static T Choice<T>(TrialPlan plan, string name)
        where T : struct, Enum =>
        plan.Choices.TryGetValue(name, out string? value) && Enum.TryParse(value, out T choice)
            ? choice
            : throw new TrialException($"{plan.Scenario}: no choice of {name}");

    private static bool IsYes(TrialPlan plan, string name) => plan.Choices.TryGetValue(name, out string? value)
        ? value == "yes"
        : throw new TrialException($"{plan.Scenario}: nothing said of {name}");

    private static int Number(TrialPlan plan, string name) =>
        plan.Choices.TryGetValue(name, out string? value) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new TrialException($"{plan.Scenario}: no number of {name}");
}
