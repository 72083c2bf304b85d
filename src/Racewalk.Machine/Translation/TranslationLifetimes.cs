using System.Numerics;
using Racewalk.Executions;

namespace Racewalk.Machine;

/// <summary>When translations that were cached are gone: something overwrote the entry, and an invalidation that covers it came after that and has completed.</summary>
internal sealed class TranslationLifetimes
{
    private readonly EntryVersions _versions;
    private readonly EventSet[] _past;
    private readonly List<int> _invalidations = [];

    /// <summary>Of one execution.</summary>
    /// <param name="versions">The values of entries.</param>
    /// <param name="past">What is before each event.</param>
    /// <param name="walkers">The CPUs that may have something cached, as a mask.</param>
    internal TranslationLifetimes(EntryVersions versions, EventSet[] past, ulong walkers)
    {
        _versions = versions;
        _past = past;
        foreach (int slot in versions.Graph.Present)
        {
            ref GraphEvent e = ref versions.Graph.Events[slot];
            bool isOfAll = !e.IsLocal || (BitOperations.PopCount(walkers) == 1 && (walkers >> e.Thread & 1) != 0);
            if (e.Kind == EventKind.Invalidate && isOfAll)
            {
                _invalidations.Add(slot);
            }
        }
    }

    /// <summary>Whether one of two translations is gone before the other one is there; of a translation and itself: whether it is never there as a whole.</summary>
    internal bool AreApart(TranslationChain a, TranslationChain b) => EndsBefore(a, b) || EndsBefore(b, a);

    /// <summary>Whether a translation is gone when a write is made.</summary>
    internal bool EndsBefore(TranslationChain chain, int write) => chain.Links.Any(link => EndsBefore(link, write));

    private bool EndsBefore(TranslationChain a, TranslationChain b) => b.Links.Any(link => EndsBefore(a, link.Slot));

    // An invalidation is before something only by way of the full DSB that completes it (docs/models/translation.md, 2.2: dsb).
    private bool EndsBefore(ChainLink link, int write)
    {
        if (write < 0)
        {
            return false;
        }

        foreach (int i in _invalidations)
        {
            if (_past[write].Contains(i) && InvalidationScope.Unpack(_versions.Graph.Events[i].Value).Covers(link.Tag) && IsOverwrittenBefore(link, i))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOverwrittenBefore(ChainLink link, int invalidation)
    {
        IReadOnlyList<EntryVersion> values = _versions.Of(link.Address);
        for (int later = link.Version + 1; later < values.Count; later++)
        {
            if (_past[invalidation].Contains(values[later].Slot))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of a word when the entries of two translations are written: the last of those that are before that.</summary>
    internal ulong ValueAt(ulong address, TranslationChain a, TranslationChain b)
    {
        EntryVersion[] before = [.. _versions.Of(address).Where(v => v.Slot < 0 || IsBefore(v.Slot, a) || IsBefore(v.Slot, b))];
        return before[^1].Value;
    }

    /// <summary>Values that a word gets later, or at an unknown time, while both translations may be cached.</summary>
    internal IEnumerable<ulong> LaterValues(ulong address, TranslationChain a, TranslationChain b) => _versions.Of(address)
        .Where(v => v.Slot >= 0 && !IsBefore(v.Slot, a) && !IsBefore(v.Slot, b) && !EndsBefore(a, v.Slot) && !EndsBefore(b, v.Slot))
        .Select(static v => v.Value);

    private bool IsBefore(int write, TranslationChain chain) => chain.Links.Any(link => link.Slot >= 0 && _past[link.Slot].Contains(write));
}
