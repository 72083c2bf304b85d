namespace Racewalk.Cluster;

/// <summary>The database, or what is in it, cannot be worked with; nothing in it was changed by that.</summary>
/// <param name="message">What is wrong, to whoever has named the database.</param>
public sealed class ClusterException(string message) : Exception(message)
{
}
