namespace Racewalk.Reporting.Comparing;

/// <summary>A file that cannot be compared; the message says where and why.</summary>
/// <param name="message">File, line and column where it has them, and what is wrong.</param>
public sealed class ComparingException(string message) : Exception(message);
