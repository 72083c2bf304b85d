using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>What one kind of actor has done, on all CPUs.</summary>
/// <param name="Actor">Its name.</param>
/// <param name="Operations">How many operations.</param>
/// <param name="Outcomes">How they came out, in the order of their names.</param>
public sealed record ActorFigures(string Actor, long Operations, IReadOnlyList<KeyValuePair<string, long>> Outcomes);

/// <summary>What a stress run came to.</summary>
/// <param name="Stops">How often everything was stopped and looked at.</param>
/// <param name="Elapsed">How long it ran.</param>
/// <param name="Actors">What was done, by actor.</param>
/// <param name="Violations">Broken invariants; the run ends with the first stop that finds some.</param>
public sealed record StressResult(long Stops, TimeSpan Elapsed, IReadOnlyList<ActorFigures> Actors, IReadOnlyList<Violation> Violations);
