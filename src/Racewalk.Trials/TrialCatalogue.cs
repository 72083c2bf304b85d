using System.Globalization;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Pae;
using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;

namespace Racewalk.Trials;

/// <summary>The scenarios that can be run on real processors.</summary>
public static class TrialCatalogue
{
    private static readonly SortedDictionary<string, RaceSource> s_races = new(StringComparer.Ordinal)
    {
        ["gup-fast/collapse"] = new(static (plan, layout) => new CollapseRace(
            Number(plan, "ptes"), Choice<CollapseFlushKind>(plan, "kind"), Choice<EntryClear>(plan, "clear"), Choice<ReferenceOrder>(plan, "order"), layout)),
        ["khugepaged/dontneed"] = new(static (plan, layout) => new DontneedRace(
            Choice<CollapseLocking>(plan, "locking"),
            Choice<NonePolicy>(plan, "policy"),
            Choice<CollapseFlushKind>(plan, "kind"),
            Choice<EntryClear>(plan, "pmd-clear"),
            Choice<EntryClear>(plan, "pte-clear"),
            IsYes(plan, "pinned"),
            IsYes(plan, "scan"),
            layout)),
        ["lockless-pte/pae-gup"] = new(
            static (plan, layout) => new PaeRace(
                Choice<EntryFate>(plan, "fate"), Choice<TwoWordClear>(plan, "clear"), Choice<PteRecheck>(plan, "recheck"), IsYes(plan, "judges-read"), PaeWorld.RealLowPfnBits, layout),
            FarFrames: 1UL << PaeWorld.RealLowPfnBits),
    };

    /// <summary>Their ids, in order.</summary>
    public static IReadOnlyCollection<string> Scenarios => s_races.Keys;

    /// <summary>What a plan's race is made by.</summary>
    /// <param name="plan">The plan.</param>
    /// <exception cref="TrialException">There is no such scenario.</exception>
    internal static RaceSource Find(TrialPlan plan) => s_races.TryGetValue(plan.Scenario, out RaceSource? source)
        ? source
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

/// <summary>What makes a race.</summary>
/// <param name="Create">Makes it of a plan, on memory that lies where the layout says; it throws a <see cref="TrialException"/> for choices that it does not know.</param>
/// <param name="FarFrames">See <see cref="TrialMemory"/>.</param>
internal sealed record RaceSource(Func<TrialPlan, MemoryLayout, Race> Create, ulong FarFrames = 0)
{
    /// <summary>How many actors it has.</summary>
    internal int CountActors(TrialPlan plan) => Create(plan, MemoryLayout.Model).Actors.Count;
}
