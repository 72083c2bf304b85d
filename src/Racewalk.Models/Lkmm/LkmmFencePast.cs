using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What a thread did before an event, as far as LKMM's fences ask of a graph that is there (AXIOMS §7.3).</summary>
internal struct LkmmFencePast
{
    public EventSet Events;
    public EventSet Accesses;
    public EventSet Writes;
    public EventSet Acquires;
    public EventSet FullWrites;
    public EventSet BeforeMb;
    public EventSet BeforeAtomic;
    public EventSet BeforeRmb;
    public EventSet BeforeWmb;
    public EventSet AddressesBeforeWmb;
    public EventSet BeforeUnlockLock;
    public EventSet FencedLocks;
    private EventSet _locks;
    private EventSet _plainWriteAddresses;
    private EventSet _upToAtomic;
    private EventSet _upToLock;
    private EventSet _beforeUnlock;

    /// <summary>Whether a place in a thread orders anything: one that a revisit emptied does if it is an access or a barrier, as the same operation will be there again.</summary>
    public static bool Counts(ref GraphEvent e, bool present) => present || ((e.IsAccess || e.Kind == EventKind.Fence) && !e.IsVoid);

    /// <summary>What a strong fence orders before an access that comes next.</summary>
    public readonly EventSet Strong(ref GraphEvent e)
    {
        EventSet before = BeforeMb | FullWrites | (LkmmTags.IsAtomic(ref e) ? BeforeAtomic : default);
        return e.Kind == EventKind.Read && LkmmTags.IsFull(ref e) && !LkmmTags.Failed(ref e) ? before | Accesses : before;
    }

    /// <summary>What an access that comes next is a release of.</summary>
    public readonly EventSet Released(ref GraphEvent e) => LkmmTags.IsRelease(ref e) ? Accesses : default;

    /// <summary>Goes past an event that <see cref="Counts"/>.</summary>
    public void Pass(ref GraphEvent e, int slot, bool present)
    {
        if (e.Kind == EventKind.Fence)
        {
            PassFence(e.Fence);
        }
        else if (e.IsAccess)
        {
            PassAccess(ref e, slot, present, LkmmTags.Failed(ref e));
        }
    }

    private void PassFence(FenceKind fence)
    {
        switch (fence)
        {
            case FenceKind.Full or FenceKind.SyncRcu:
                BeforeMb = Accesses;
                break;
            case FenceKind.ReadRead:
                BeforeRmb = Accesses;
                break;
            case FenceKind.Store:
                BeforeWmb = Writes;
                AddressesBeforeWmb = _plainWriteAddresses;
                break;
            case FenceKind.BeforeAtomic:
                BeforeAtomic = Accesses;
                break;
            case FenceKind.AfterAtomic:
                BeforeMb |= _upToAtomic;
                break;
            case FenceKind.AfterSpinlock:
                BeforeMb |= _upToLock;
                break;
            case FenceKind.AfterUnlockLock:
                BeforeMb |= BeforeUnlockLock;
                FencedLocks = _locks;
                break;
        }
    }

    private void PassAccess(ref GraphEvent e, int slot, bool present, bool failed)
    {
        if (LkmmTags.GivesLock(ref e))
        {
            _beforeUnlock |= Accesses;
        }
        else if (LkmmTags.TakesLock(ref e) && !failed)
        {
            BeforeUnlockLock |= _beforeUnlock;
        }

        if (present)
        {
            Accesses.Add(slot);
            Remember(ref e, slot, failed);
        }

        if (e.Kind == EventKind.Write && !LkmmTags.IsMarked(ref e))
        {
            _plainWriteAddresses |= e.AddressReads;
        }

        if (LkmmTags.IsAtomic(ref e))
        {
            BeforeMb |= BeforeAtomic;
            _upToAtomic = Accesses;
        }
        else if (e is { Kind: EventKind.Write, IsRmw: true })
        {
            _upToLock = Accesses;
        }
    }

    private void Remember(ref GraphEvent e, int slot, bool failed)
    {
        if (e.Kind == EventKind.Write)
        {
            Writes.Add(slot);
            if (LkmmTags.IsFull(ref e))
            {
                FullWrites.Add(slot);
            }

            return;
        }

        if (LkmmTags.IsAcquire(ref e) && !failed)
        {
            Acquires.Add(slot);
        }

        if (LkmmTags.TakesLock(ref e) && !failed)
        {
            _locks.Add(slot);
        }
    }
}
