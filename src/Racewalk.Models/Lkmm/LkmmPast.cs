using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What a thread did before an event, as far as LKMM's barriers ask (AXIOMS §7.3). Sets have marked accesses only, but for plain writes' addresses.</summary>
internal struct LkmmPast
{
    public EventSet Accesses;
    public EventSet Reads;
    public EventSet Writes;
    public EventSet Acquires;

    /// <summary>The writes of read-modify-writes that are full barriers.</summary>
    public EventSet FullWrites;
    public EventSet Interrupts;

    /// <summary>Before every later access.</summary>
    public EventSet BeforeAll;

    /// <summary>Before every later access from the next read-modify-write on.</summary>
    public EventSet BeforeAtomic;
    public EventSet BeforeReads;
    public EventSet BeforeWrites;

    private EventSet _plainWriteAddresses;
    private EventSet _upToAtomic;
    private EventSet _upToLock;
    private EventSet _beforeUnlock;
    private EventSet _beforeUnlockLock;

    /// <summary>What po-ul-lk-po orders before everything later.</summary>
    public readonly EventSet BeforeUnlockLock => _beforeUnlockLock;

    /// <summary>Goes past an event.</summary>
    public void Pass(ref GraphEvent e, int slot)
    {
        switch (e.Kind)
        {
            case EventKind.Read or EventKind.Write:
                PassAccess(ref e, slot);
                break;
            case EventKind.Poll when e.Source >= 0:
                Interrupts.Add(slot);
                break;
            case EventKind.Fence:
                PassFence(e.Fence);
                break;
        }
    }

    private void PassAccess(ref GraphEvent e, int slot)
    {
        if (!LkmmTags.IsMarked(ref e))
        {
            _plainWriteAddresses |= e.Kind == EventKind.Write ? e.AddressReads : default;
            return;
        }

        if (LkmmTags.GivesLock(ref e))
        {
            _beforeUnlock |= Accesses;
        }
        else if (LkmmTags.TakesLock(ref e))
        {
            _beforeUnlockLock |= _beforeUnlock;
        }

        Accesses.Add(slot);
        if (e.Kind == EventKind.Write)
        {
            Writes.Add(slot);
        }
        else if (!LkmmTags.IsNoReturn(ref e))
        {
            Reads.Add(slot);
        }

        if (LkmmTags.IsAcquire(ref e))
        {
            Acquires.Add(slot);
        }

        if (LkmmTags.IsAtomic(ref e))
        {
            BeforeAll |= BeforeAtomic;
            _upToAtomic = Accesses;
            if (e.Kind == EventKind.Write && LkmmTags.IsFull(ref e))
            {
                FullWrites.Add(slot);
            }
        }
        else if (e is { Kind: EventKind.Write, IsRmw: true })
        {
            _upToLock = Accesses;
        }
    }

    private void PassFence(FenceKind fence)
    {
        switch (fence)
        {
            case FenceKind.Full or FenceKind.SyncRcu:
                BeforeAll = Accesses;
                break;
            case FenceKind.ReadRead:
                BeforeReads = Reads;
                break;
            case FenceKind.Store:
                BeforeWrites = Writes | _plainWriteAddresses;
                break;
            case FenceKind.BeforeAtomic:
                BeforeAtomic = Accesses;
                break;
            case FenceKind.AfterAtomic:
                BeforeAll |= _upToAtomic;
                break;
            case FenceKind.AfterSpinlock:
                BeforeAll |= _upToLock;
                break;
            case FenceKind.AfterUnlockLock:
                BeforeAll |= _beforeUnlockLock;
                break;
            case FenceKind.RcuLock or FenceKind.RcuUnlock:
                break;
            default:
                throw UnsupportedEventException.For("lkmm", fence);
        }
    }
}
