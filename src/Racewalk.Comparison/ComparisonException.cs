namespace Racewalk.Comparison;

/// <summary>The benchmark cannot be run as asked; the message is for the user.</summary>
internal sealed class ComparisonException(string message) : Exception(message);
