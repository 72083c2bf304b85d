using System.Globalization;
using Racewalk.Hardware;
using Racewalk.Mm.Races;

namespace Racewalk.Trials;

/// <summary>What the actors showed in a round, as a line of the histogram.</summary>
internal static class OutcomeText
{
    // Larger values are frame numbers and the like: other in each process, so no outcome of their own.
    private const ulong MostShown = 4096;

    /// <summary>The line.</summary>
    internal static string Of(IReadOnlyList<Actor> actors, IReadOnlyList<Cpu> cpus) =>
        string.Join("; ", actors.Select((actor, id) => $"{actor.Name}: {Of(cpus[id])}"));

    private static string Of(Cpu cpu)
    {
        string[] shown =
        [
            .. cpu.Observed.Where(static o => o.Value < MostShown)
                .OrderBy(static o => o.Key, StringComparer.Ordinal)
                .Select(static o => o.Value == 1 ? o.Key : o.Key + "=" + o.Value.ToString(CultureInfo.InvariantCulture)),
        ];
        return shown.Length == 0 ? "-" : string.Join(" ", shown);
    }
}
