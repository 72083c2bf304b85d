namespace Racewalk.Trials.Stress;

/// <summary>
/// Counts calls that take something away from user code (data by MADV_DONTNEED, the VMA by munmap, the permission by mprotect), so that whoever finds it gone knows whether such a call can have
/// been the reason. Thread-safe; any number of calls at once.
/// </summary>
internal sealed class LossClock
{
    private long _begun;
    private long _inFlight;
    private long _lastDone;

    /// <summary>How many calls have begun.</summary>
    internal long Begun => Volatile.Read(ref _begun);

    /// <summary>A call begins.</summary>
    /// <returns>Its ticket.</returns>
    internal long Begin()
    {
        Interlocked.Increment(ref _inFlight);
        return Interlocked.Increment(ref _begun);
    }

    /// <summary>A call has ended.</summary>
    /// <param name="ticket">Its ticket.</param>
    /// <param name="hasTaken">Whether it has taken anything away, so that it must be gone by now.</param>
    internal void End(long ticket, bool hasTaken = true)
    {
        long seen = Volatile.Read(ref _lastDone);
        while (hasTaken && seen < ticket)
        {
            long before = Interlocked.CompareExchange(ref _lastDone, ticket, seen);
            if (before == seen)
            {
                break;
            }

            seen = before;
        }

        Interlocked.Decrement(ref _inFlight);
    }

    /// <summary>The moment, for <see cref="MayHaveLostSince"/>. What begins later has a larger number; what had begun is in flight, unless it has ended.</summary>
    internal LossStamp Stamp()
    {
        long done = Volatile.Read(ref _lastDone);
        long begun = Volatile.Read(ref _begun);
        return new LossStamp(begun, Volatile.Read(ref _inFlight) > 0, done);
    }

    /// <summary>Whether a call was under way at some time since a moment.</summary>
    internal bool MayHaveLostSince(LossStamp stamp) => stamp.IsInFlight || Begun > stamp.Begun;
}

/// <summary>A moment of a <see cref="LossClock"/>.</summary>
/// <param name="Begun">How many calls had begun.</param>
/// <param name="IsInFlight">Whether one had not ended.</param>
/// <param name="LastDone">The latest call that had ended, by the order of beginnings.</param>
internal readonly record struct LossStamp(long Begun, bool IsInFlight, long LastDone);
