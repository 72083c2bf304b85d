namespace Racewalk.Testing;

/// <summary>A property of the final memory does not hold.</summary>
internal sealed class BrokenPropertyException(string message) : Exception(message)
{
}
