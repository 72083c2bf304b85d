using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What a thread did before an event, as far as Armv8's preserved local order with translation asks (docs/models/translation.md, 2.2).</summary>
internal struct TranslationPast
{
    /// <summary>Explicit accesses, reads of walks, hardware updates and invalidations: what a DSB waits for.</summary>
    public EventSet Effects;

    /// <summary>Explicit accesses.</summary>
    public EventSet Accesses;
    public EventSet Writes;
    public EventSet Acquires;
    public EventSet Releases;
    public EventSet FullAtomics;

    /// <summary>Reads of walks and hardware updates.</summary>
    public EventSet Walks;

    /// <summary>What some DMB orders before every later explicit access and fault.</summary>
    public EventSet BeforeAccess;

    /// <summary>What some barrier orders before later writes and faults.</summary>
    public EventSet WritesBeforeStoreFence;

    /// <summary>What some DSB orders before everything later, walks apart.</summary>
    public EventSet BeforeDsb;

    /// <summary>What some context synchronisation orders before everything later, walks included.</summary>
    public EventSet BeforeContextSync;

    /// <summary>What explicit accesses have their addresses from, the walks that translated them included.</summary>
    public EventSet AddressesUsed;

    /// <summary>Explicit accesses of the event's location.</summary>
    public EventSet SameLocation;

    /// <summary>Reads of walks of the event's location.</summary>
    public EventSet SameLocationWalks;
    public EventSet Interrupts;
    private EventSet _returning;
    private int _lastSameWrite;

    /// <summary>The last write of the location, if it is an explicit one; otherwise -1.</summary>
    public readonly int LastSameWrite => _lastSameWrite - 1;

    /// <summary>What a thread did before an event.</summary>
    public static TranslationPast Of(ExecutionGraph graph, ref GraphEvent e)
    {
        var past = default(TranslationPast);
        for (int i = 0; i < e.Index; i++)
        {
            past.Add(graph, graph.SlotAt(e.Thread, i), ref e);
        }

        return past;
    }

    private void Add(ExecutionGraph graph, int slot, ref GraphEvent target)
    {
        ref GraphEvent e = ref graph.Events[slot];
        switch (e.Kind)
        {
            case var _ when e.IsVoid:
                return;
            case EventKind.Read or EventKind.Write when e.IsWalk:
                AddWalk(slot, ref e, ref target);
                return;
            case EventKind.Read:
                AddRead(slot, ref e);
                break;
            case EventKind.Write:
                AddWrite(graph, slot, ref e);
                break;
            case EventKind.Fence:
                AddFence(ref e);
                return;
            case EventKind.Fault:
                // An exception entry: [load];ctrl;[ifb], [walk];tr-ib;[ifb] of armv8-vmsa.cat.
                AddContextSync(e.ControlReads | e.AddressReads);
                return;
            case EventKind.Invalidate:
                Effects.Add(slot);
                return;
            case EventKind.Poll when e.Source >= 0:
                Interrupts.Add(slot);
                return;
            default:
                return;
        }

        Effects.Add(slot);
        Accesses.Add(slot);
        AddressesUsed |= e.AddressReads;
        if (e.Location == target.Location)
        {
            SameLocation.Add(slot);
            _lastSameWrite = e.Kind == EventKind.Write ? slot + 1 : _lastSameWrite;
        }
    }

    private void AddWalk(int slot, ref GraphEvent e, ref GraphEvent target)
    {
        Effects.Add(slot);
        Walks.Add(slot);
        if (e.Location != target.Location)
        {
            return;
        }

        if (e.Kind == EventKind.Read)
        {
            SameLocationWalks.Add(slot);
        }
        else if (!target.AddressReads.Contains(e.Partner))
        {
            // An update takes the place of an earlier write as the one that is read locally (lmrs), but is none of the same instruction's.
            _lastSameWrite = 0;
        }
    }

    private void AddRead(int slot, ref GraphEvent e)
    {
        if ((e.Access & Access.NoReturn) == 0)
        {
            _returning.Add(slot);
        }

        if ((e.Access & (Access.Acquire | Access.AcquirePc)) != 0)
        {
            Acquires.Add(slot);
        }
    }

    private void AddWrite(ExecutionGraph graph, int slot, ref GraphEvent e)
    {
        Writes.Add(slot);
        if ((e.Access & Access.Release) == 0)
        {
            return;
        }

        Releases.Add(slot);
        if ((e.Access & Access.Atomic) != 0 && (graph.Events[e.Partner].Access & Access.Acquire) != 0)
        {
            FullAtomics.Add(slot);
        }
    }

    private void AddContextSync(EventSet decided) => BeforeContextSync |= decided | AddressesUsed | BeforeDsb;

    private void AddFence(ref GraphEvent e)
    {
        switch (e.Fence)
        {
            case FenceKind.Full or FenceKind.SyncRcu:
                BeforeAccess = Accesses;
                break;
            case FenceKind.Load:
                BeforeAccess |= _returning;
                break;
            case FenceKind.Store or FenceKind.Eieio:
                WritesBeforeStoreFence = Writes;
                break;
            case FenceKind.LightSync:
                BeforeAccess |= _returning;
                WritesBeforeStoreFence = Writes;
                break;
            case FenceKind.DsbFull:
                BeforeDsb = Effects;
                break;
            case FenceKind.DsbLoad:
                BeforeDsb |= _returning;
                break;
            case FenceKind.DsbStore:
                BeforeDsb |= Writes;
                break;
            case FenceKind.ContextSync:
                AddContextSync(e.ControlReads);
                break;
            case FenceKind.RcuLock or FenceKind.RcuUnlock:
                break;
            default:
                throw UnsupportedEventException.For("armv8", e.Fence);
        }
    }
}
