using Racewalk.Executions;
using Racewalk.Oracle.Unfolding;

namespace Racewalk.Oracle.Axioms;

/// <summary>The sets and relations of the axioms, as far as they concern the events of one thread.</summary>
internal sealed class ThreadRelations
{
    /// <summary>Computes them.</summary>
    public ThreadRelations(ThreadEvent[] events)
    {
        int count = events.Length;
        Po = new Relation(count);
        PoLoc = new Relation(count);
        Addr = new Relation(count);
        Data = new Relation(count);
        Ctrl = new Relation(count);
        Rmw = new Relation(count);
        Amo = new Relation(count);
        Derived = new Relation(count);
        for (int to = 0; to < count; to++)
        {
            ThreadEvent e = events[to];
            ulong bit = 1UL << to;
            Classify(e, bit);
            for (int from = 0; from < to; from++)
            {
                Po.Add(from, to);
                if (e.Location >= 0 && events[from].Location == e.Location)
                {
                    PoLoc.Add(from, to);
                }
            }

            Addr.AddAll(e.AddressReads, to);
            Data.AddAll(e.DataReads, to);
            Ctrl.AddAll(e.ControlReads, to);
            if (e.Kind == EventKind.Write && e.Partner >= 0)
            {
                Rmw.Add(e.Partner, to);
                if ((e.Access & Access.Atomic) != 0)
                {
                    Amo.Add(e.Partner, to);
                }

                if (e.FollowsFromPartner)
                {
                    Derived.Add(e.Partner, to);
                    Data.Add(e.Partner, to);
                }
            }
        }

        Derived = Derived | Addr | Data | Ctrl;
    }

    /// <summary>Program order.</summary>
    public Relation Po { get; }

    /// <summary>Program order between accesses of one location.</summary>
    public Relation PoLoc { get; }

    /// <summary>Address dependencies.</summary>
    public Relation Addr { get; }

    /// <summary>
    /// Data dependencies, and from the read to the write of a read-modify-write whose outcome follows from the value read
    /// (<see cref="ThreadEvent.FollowsFromPartner"/>).
    /// </summary>
    public Relation Data { get; }

    /// <summary>Control dependencies; what any context of the CPU branched on controls everything later of the CPU.</summary>
    public Relation Ctrl { get; }

    /// <summary>From the read to the write of a successful read-modify-write.</summary>
    public Relation Rmw { get; }

    /// <summary>Those of <see cref="Rmw"/> that are single instructions.</summary>
    public Relation Amo { get; }

    /// <summary>From each read to the events whose existence, address or value is computed from its value.</summary>
    public Relation Derived { get; }

    /// <summary>Reads.</summary>
    public ulong R { get; private set; }

    /// <summary>Writes.</summary>
    public ulong W { get; private set; }

    /// <summary>Accesses.</summary>
    public ulong M => R | W;

    /// <summary>Load-acquires.</summary>
    public ulong A { get; private set; }

    /// <summary>Load-acquires of the weaker kind.</summary>
    public ulong Q { get; private set; }

    /// <summary>Store-releases.</summary>
    public ulong L { get; private set; }

    /// <summary>Accesses of read-modify-writes, also of failed ones.</summary>
    public ulong X { get; private set; }

    /// <summary>Full barriers.</summary>
    public ulong FullFences { get; private set; }

    /// <summary>Barriers after reads.</summary>
    public ulong LoadFences { get; private set; }

    /// <summary>Barriers between writes.</summary>
    public ulong StoreFences { get; private set; }

    /// <summary>Barriers that complete writes before anything later.</summary>
    public ulong StoreCompletions { get; private set; }

    /// <summary>Context synchronisation.</summary>
    public ulong Isb { get; private set; }

    /// <summary>Sends of interrupts.</summary>
    public ulong Sends { get; private set; }

    /// <summary>Polls that take an interrupt.</summary>
    public ulong Takes { get; private set; }

    /// <summary>
    /// What interrupts order in every model: what precedes a send is before it, what follows a taken interrupt is after it.
    /// </summary>
    public Relation Interrupts() => Po.To(Sends) | Po.From(Takes);

    private void Classify(ThreadEvent e, ulong bit)
    {
        switch (e.Kind)
        {
            case EventKind.Read:
                R |= bit;
                A |= (e.Access & Access.Acquire) != 0 ? bit : 0;
                Q |= (e.Access & Access.AcquirePc) != 0 ? bit : 0;
                X |= e.IsRmw ? bit : 0;
                break;
            case EventKind.Write:
                W |= bit;
                L |= (e.Access & Access.Release) != 0 ? bit : 0;
                X |= e.IsRmw ? bit : 0;
                break;
            case EventKind.Fence:
                FullFences |= e.Fence is FenceKind.Full or FenceKind.DsbFull or FenceKind.SyncRcu ? bit : 0;
                LoadFences |= e.Fence is FenceKind.Load or FenceKind.DsbLoad ? bit : 0;
                StoreFences |= e.Fence is FenceKind.Store ? bit : 0;
                StoreCompletions |= e.Fence is FenceKind.DsbStore ? bit : 0;
                Isb |= e.Fence is FenceKind.ContextSync ? bit : 0;
                break;
            case EventKind.Send:
                Sends |= bit;
                break;
            case EventKind.Poll:
                Takes |= e.Handler >= 0 ? bit : 0;
                break;
        }
    }
}
