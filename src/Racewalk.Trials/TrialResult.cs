namespace Racewalk.Trials;

/// <summary>One way in which a trial came out.</summary>
/// <param name="Count">How often.</param>
/// <param name="Text">What the actors showed.</param>
/// <param name="Breach">What is broken; null if it is allowed.</param>
public sealed record Outcome(long Count, string Text, string? Breach);

/// <summary>What a trial showed.</summary>
/// <param name="Copies">How many copies of the race ran side by side.</param>
/// <param name="Rounds">How many rounds were run, of all copies together.</param>
/// <param name="Elapsed">How long they took.</param>
/// <param name="Outcomes">How they came out, in the order of their texts.</param>
/// <param name="Unseen">Behaviours that must be possible and were not seen.</param>
public sealed record TrialResult(int Copies, long Rounds, TimeSpan Elapsed, IReadOnlyList<Outcome> Outcomes, IReadOnlyList<string> Unseen)
{
    /// <summary>How many rounds came out as they must not.</summary>
    public long Breaches => Outcomes.Where(static o => o.Breach is not null).Sum(static o => o.Count);
}
