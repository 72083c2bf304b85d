namespace Racewalk.Web.Runs;

/// <summary>Lets in so many runs at once, and so many wait.</summary>
/// <param name="atOnce">How many there may be at once.</param>
/// <param name="waiting">How many may wait for their turn.</param>
/// <param name="maxTime">After how long one is killed.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class RunQueue(int atOnce, int waiting, TimeSpan maxTime)
{
    private readonly SemaphoreSlim _turns = new(atOnce);
    private int _count;

    /// <summary>After how long a run is killed.</summary>
    public TimeSpan MaxTime => maxTime;

    /// <summary>Joins the queue.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= atOnce + waiting)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Leaves the queue, whether it had its turn or not.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);

    /// <summary>Waits for the turn, which lasts until the answer is disposed of.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public async Task<IDisposable> WaitAsync(CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        return new Turn(_turns);
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
