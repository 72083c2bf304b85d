using Racewalk.Exploration;

namespace Racewalk.Litmus.Checking;

/// <summary>What bounds a check and what it keeps.</summary>
/// <param name="MaxTime">How long one test may take; null for no limit.</param>
/// <param name="WithPictures">Whether to keep pictures of a satisfying and of another execution.</param>
/// <param name="Workers">How many workers the explorer may divide a test's search among, at least 1; the search over candidates has one.</param>
/// <param name="Shared">The processors that tests which are checked at the same time have between them; null if there is only this test.</param>
public sealed record LitmusLimits(TimeSpan? MaxTime = null, bool WithPictures = false, int Workers = 1, SharedProcessors? Shared = null);
