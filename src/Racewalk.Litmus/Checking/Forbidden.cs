namespace Racewalk.Litmus.Checking;

/// <summary>Why a model forbids a candidate execution that would satisfy a condition.</summary>
/// <param name="Check">The name of the check that it fails.</param>
/// <param name="Cycle">The steps of the offending cycle or pair, each the event that it starts at and the relation that leads on; the last leads back.</param>
/// <param name="Picture">The candidate.</param>
public sealed record Forbidden(string Check, IReadOnlyList<ForbiddenStep> Cycle, LitmusPicture Picture);

/// <summary>A step of a cycle.</summary>
/// <param name="Thread">The thread of the event, -1 for an initial write.</param>
/// <param name="Event">What the event does.</param>
/// <param name="Line">The line of its instruction; 0 for initial writes.</param>
/// <param name="Relation">The relation to the next event.</param>
public sealed record ForbiddenStep(int Thread, string Event, int Line, string Relation);
