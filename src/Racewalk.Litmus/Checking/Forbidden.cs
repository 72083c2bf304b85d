namespace Racewalk.Litmus.Checking;

/// <summary>Why a model forbids a candidate execution that would satisfy a condition.</summary>
/// <param name="Check">The name of the check that it fails.</param>
/// <param name="Steps">
/// The steps of the offending cycle, each the event that it starts at and the relation that leads on; the last leads back. Of a check that something be empty, the path from one end of a pair
/// to the other, or the events of the set; of a check that something exist, none.
/// </param>
/// <param name="Picture">The candidate.</param>
public sealed record Forbidden(string Check, IReadOnlyList<ForbiddenStep> Steps, LitmusPicture Picture);

/// <summary>A step of a cycle.</summary>
/// <param name="Thread">The thread of the event, -1 for an initial write.</param>
/// <param name="Event">What the event does.</param>
/// <param name="Line">The line of its instruction; 0 for initial writes.</param>
/// <param name="Relation">The relation to the next event, of the last to the first; empty where no relation leads on.</param>
/// <param name="PictureEvent">The event in the candidate's picture, by its index; -1 if pictures do not show such events (of registers, branches).</param>
public sealed record ForbiddenStep(int Thread, string Event, int Line, string Relation, int PictureEvent);
