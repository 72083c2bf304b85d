using System.Numerics;
using Racewalk.Executions;
using Racewalk.Oracle.Unfolding;

namespace Racewalk.Oracle.Axioms;

/// <summary>The sets and relations of the axioms over a whole candidate, for models that are more than one order.</summary>
internal sealed class CandidateRelations
{
    private readonly Skeleton _skeleton;

    /// <summary>Computes them.</summary>
    public CandidateRelations(Candidate candidate)
    {
        _skeleton = candidate.Skeleton;
        Count = _skeleton.Count;
        (Po, Addr, Data, Ctrl) = (new Relation(Count), new Relation(Count), new Relation(Count), new Relation(Count));
        (Rf, Co, Fr, Rmw) = (new Relation(Count), new Relation(Count), new Relation(Count), new Relation(Count));
        var sameLocation = new Relation(Count);
        Delivered = new Relation(Count);
        for (int id = 0; id < Count; id++)
        {
            ThreadEvent e = _skeleton.Events[id];
            Po[id] = _skeleton.Later(id);
            (Rf[id], Co[id], Fr[id]) = (candidate.Rf[id], candidate.Co[id], candidate.Fr[id]);
            sameLocation[id] = e.Location < 0 ? 0 : _skeleton.Accesses(e.Location);
            Depend(Addr, e.AddressReads, id);
            Depend(Data, e.DataReads, id);
            Depend(Ctrl, e.ControlReads, id);
            if (e is { Kind: EventKind.Write, Partner: >= 0 })
            {
                Rmw.Add(_skeleton.Partner(id), id);
                if (e.FollowsFromPartner)
                {
                    Data.Add(_skeleton.Partner(id), id);
                }
            }

            if (e.Kind == EventKind.Poll && candidate.Source[id] >= 0)
            {
                Delivered.Add(candidate.Source[id], id);
            }
        }

        PoLoc = Po & sameLocation;
        R = Where(static e => e.Kind == EventKind.Read);
        W = Where(static e => e.Kind == EventKind.Write);
    }

    public int Count { get; }

    public Relation Po { get; }

    public Relation PoLoc { get; }

    public Relation Addr { get; }

    public Relation Data { get; }

    public Relation Ctrl { get; }

    public Relation Rf { get; }

    public Relation Co { get; }

    public Relation Fr { get; }

    public Relation Rmw { get; }

    /// <summary>From a send to the poll that takes it.</summary>
    public Relation Delivered { get; }

    public ulong R { get; }

    public ulong W { get; }

    public ulong M => R | W;

    /// <summary>From what precedes the send of an interrupt to what follows the poll that takes it, and on through further interrupts.</summary>
    public Relation Interrupts => Po.Then(Delivered).Plus().Then(Po).From(M).To(M);

    /// <summary>Whether no interrupt is taken before it is sent.</summary>
    public bool AreInterruptsOrdered => Po.Then(Delivered).IsAcyclic();

    /// <summary>The events that are so.</summary>
    public ulong Where(Func<ThreadEvent, bool> condition)
    {
        ulong set = 0;
        for (int id = 0; id < Count; id++)
        {
            set |= condition(_skeleton.Events[id]) ? 1UL << id : 0;
        }

        return set;
    }

    /// <summary>The barriers of a kind.</summary>
    public ulong Fences(params FenceKind[] kinds) => Where(e => e.Kind == EventKind.Fence && kinds.Contains(e.Fence));

    /// <summary>fence(S) = po;[S];po</summary>
    public Relation Across(ulong set) => Po.To(set).Then(Po);

    /// <summary>The pairs between threads.</summary>
    public Relation Ext(Relation relation)
    {
        var result = new Relation(Count);
        for (int id = 0; id < Count; id++)
        {
            result[id] = relation[id] & _skeleton.External(id);
        }

        return result;
    }

    /// <summary>The pairs within a thread.</summary>
    public Relation Int(Relation relation) => relation - Ext(relation);

    private void Depend(Relation relation, ulong reads, int id)
    {
        int start = id - _skeleton.Index(id);
        for (; reads != 0; reads &= reads - 1)
        {
            relation.Add(start + BitOperations.TrailingZeroCount(reads), id);
        }
    }
}
