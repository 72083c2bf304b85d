namespace Racewalk.Exploration;

/// <summary>
/// The processors that explorations which run at the same time have between them. Each has one for its first worker; whatever is free here is for further workers of
/// those that take long. Thread-safe.
/// </summary>
/// <param name="free">How many nobody uses at the beginning.</param>
public sealed class SharedProcessors(int free)
{
    private int _free = free;

    /// <summary>Whether somebody could have one now; <see cref="TryTake"/> may fail all the same.</summary>
    public bool IsAnyFree => Volatile.Read(ref _free) > 0;

    /// <summary>Takes one if there is one.</summary>
    public bool TryTake()
    {
        for (int seen = Volatile.Read(ref _free); seen > 0; seen = Volatile.Read(ref _free))
        {
            if (Interlocked.CompareExchange(ref _free, seen - 1, seen) == seen)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives one back, or one that was not counted at the beginning.</summary>
    public void Give() => Interlocked.Increment(ref _free);
}
