namespace Racewalk.Oracle;

/// <summary>The program has more candidate executions than brute force should try.</summary>
internal sealed class TooLargeException(string message) : Exception(message)
{
}
