namespace Racewalk.Exploration;

/// <summary>A search has no meaning under the memory model.</summary>
/// <param name="message">Which, and why.</param>
public sealed class UnsupportedSearchException(string message) : Exception(message);
