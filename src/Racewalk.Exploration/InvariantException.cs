namespace Racewalk.Exploration;

/// <summary>The explorer found its own state wrong: an error in the explorer, whose results cannot be trusted then.</summary>
/// <param name="message">The invariant and the event that breaks it.</param>
public sealed class InvariantException(string message) : Exception(message)
{
    internal static void Require(bool holds, string invariant, int e)
    {
        if (!holds)
        {
            throw new InvariantException($"invariant broken at event {e}: {invariant}");
        }
    }
}
