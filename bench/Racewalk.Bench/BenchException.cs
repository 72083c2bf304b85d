namespace Racewalk.Bench;

/// <summary>The benchmark cannot be run as asked; the message is for the user.</summary>
internal sealed class BenchException(string message) : Exception(message);
