using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What came before an event in its thread, as far as the fences of LKMM's axioms ask (AXIOMS §7.3): sets of events that are there.</summary>
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

    public void PassFence(FenceKind fence)
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

    public void PassAccess(ref GraphEvent e, int slot, bool present, bool failed)
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
