namespace Racewalk.Litmus.Checking;

/// <summary>What bounds a check and what it keeps.</summary>
/// <param name="MaxTime">How long one test may take; null for no limit.</param>
/// <param name="WithPictures">Whether to keep pictures of a satisfying and of another execution.</param>
public sealed record LitmusLimits(TimeSpan? MaxTime = null, bool WithPictures = false);
