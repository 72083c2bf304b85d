namespace Racewalk.Trials.Stress;

/// <summary>
/// What one CPU has stored to its own word of every page, and may find there. A value says where it belongs: page, owner, sequence; 0 is what a page holds that was taken away and
/// came back. Its owner alone changes it.
/// </summary>
/// <param name="owner">The owner's number.</param>
/// <param name="pages">How many pages there are.</param>
/// <param name="clockOf">The clock of the calls that take a page's data away.</param>
internal sealed class Ledger(int owner, int pages, Func<int, LossClock> clockOf)
{
    /// <summary>The largest number of owners: each has a cache line of each page.</summary>
    internal const int MostOwners = 64;

    private const int PageShift = 40;
    private const int OwnerShift = 32;
    private const int Line = 64;

    private readonly ulong[] _values = new ulong[pages];
    private readonly LossStamp[] _before = new LossStamp[pages];
    private readonly long[] _after = new long[pages];
    private uint _sequence;

    /// <summary>The owner's number.</summary>
    internal int Owner => owner;

    /// <summary>The sequence of the latest value that it has made. By any thread.</summary>
    internal uint LastSequence => Volatile.Read(ref _sequence);

    /// <summary>How far an owner's word lies in a page, in bytes: one in each cache line of its own, so that a page that is copied in part is noticed.</summary>
    internal static int OffsetOf(int owner, int page) => (owner * Line) + (page % 8 * 8);

    /// <summary>What a page holds as far as the owner knows. By any thread.</summary>
    internal ulong Last(int page) => Volatile.Read(ref _values[page]);

    /// <summary>A value that was not stored yet.</summary>
    internal ulong Next(int page) => ((ulong)page << PageShift) | ((ulong)owner << OwnerShift) | ++_sequence;

    /// <summary>Which of two values of one word was stored later.</summary>
    internal static uint SequenceOf(ulong value) => (uint)value;

    /// <summary>Notes a store.</summary>
    /// <param name="page">The page.</param>
    /// <param name="value">What was stored.</param>
    /// <param name="before">A moment before the store; of a store to a pinned page, before the pin.</param>
    internal void Stored(int page, ulong value, LossStamp before)
    {
        _before[page] = before;
        _after[page] = clockOf(page).Begun;
        Volatile.Write(ref _values[page], value);
    }

    /// <summary>Judges what was read.</summary>
    /// <param name="page">The page.</param>
    /// <param name="value">What was read.</param>
    /// <param name="moment">A moment before the read.</param>
    /// <returns>What is wrong; null if it may be.</returns>
    internal string? Read(int page, ulong value, LossStamp moment)
    {
        ulong expected = _values[page];
        if (value == expected)
        {
            return value != 0 && moment.LastDone > _after[page] ? $"still has {Text(value)}, though its data were taken away after that was stored" : null;
        }

        if (value != 0)
        {
            // Until MADV_DONTNEED has flushed, which is behind the locks, TLBs may lead to the old page while GUP-fast and faults find a new one: loads may be old, and stores be lost.
            bool isEarlier = Belongs(value, page, owner) && SequenceOf(value) < SequenceOf(expected);
            return isEarlier && (IsStoredDuringLoss(page) || clockOf(page).MayHaveLostSince(moment))
                ? null
                : $"has {Text(value)}, not {Text(expected)}: {(Belongs(value, page, owner) ? "an earlier store came back, the later one is lost" : "a store went astray")}";
        }

        if (!clockOf(page).MayHaveLostSince(_before[page]))
        {
            return $"has 0, not {Text(expected)}: nothing took its data away";
        }

        // It stays so, unless this was the old page and the new one has what was stored.
        if (!clockOf(page).MayHaveLostSince(moment))
        {
            Volatile.Write(ref _values[page], 0);
        }

        return null;
    }

    private bool IsStoredDuringLoss(int page) => _before[page].IsInFlight || _after[page] > _before[page].Begun;

    /// <summary>Judges what was read of another owner's word: somebody has stored it there, or nobody.</summary>
    internal static string? ReadForeign(int page, int owner, ulong value) =>
        value == 0 || Belongs(value, page, owner) ? null : $"has {Text(value)}, which nobody has stored there: a store went astray";

    private static bool Belongs(ulong value, int page, int owner) => value >> PageShift == (ulong)page && ((value >> OwnerShift) & 0xff) == (ulong)owner && (uint)value != 0;

    private static string Text(ulong value) =>
        value == 0 ? "0" : FormattableString.Invariant($"0x{value:x} (page {value >> PageShift}, CPU's slot {(value >> OwnerShift) & 0xff}, store {(uint)value})");
}
