namespace Racewalk.Oracle.Axioms;

/// <summary>
/// Armv8-A: acyclic ob for ob = obs ∪ lws ∪ dob ∪ aob ∪ bob; the read-modify-write that is acquire and release at once orders what follows it, too,
/// DSB ST orders earlier writes before everything later, and an acquire of its own thread's read-modify-write is behind that operation's read (§4b).
/// </summary>
/// <remarks>
/// The outcome of a read-modify-write that follows from the value it reads (all but exchanges that do not wait) counts as data of its write, as in AXIOMS §4b, where
/// dependencies pass through intra-instruction data and control. Without that, a plain read forwarded from the write would not be behind the
/// operation's read, and x |= 1; y = x against x = y would let x be any odd number. That values are well founded is checked besides.
/// </remarks>
internal sealed class Armv8Model(int index) : OracleModel("armv8", index)
{
    /// <inheritdoc/>
    internal override Relation LocalOrder(ThreadRelations thread)
    {
        Relation po = thread.Po;
        Relation poLoc = thread.PoLoc;
        Relation addr = thread.Addr;
        Relation data = thread.Data;
        Relation ctrl = thread.Ctrl;
        ulong r = thread.R;
        ulong w = thread.W;
        ulong a = thread.A;
        ulong l = thread.L;
        ulong aq = thread.A | thread.Q;

        Relation lrs = (poLoc - poLoc.To(w).Then(poLoc)).From(w).To(r);
        Relation lws = poLoc.To(w);
        Relation dob = addr
            | data
            | ctrl.To(w)
            | (ctrl | addr.Then(po)).To(thread.Isb).Then(po).To(r)
            | addr.Then(po).To(w)
            | (addr | data).Then(lrs);
        Relation aob = thread.Rmw
            | thread.Rmw.Then(lrs).To(aq);
        Relation ordered = thread.Amo.From(a).To(l);
        Relation bob = po.To(thread.FullFences).Then(po)
            | po.Then(ordered).Then(po)
            | po.From(ordered.Range()).To(thread.M)
            | po.From(l).To(a)
            | po.From(r).To(thread.LoadFences).Then(po)
            | po.From(aq)
            | po.From(w).To(thread.StoreFences).Then(po).To(w)
            | po.From(w).To(thread.StoreCompletions).Then(po)
            | po.To(l);
        return lws | dob | aob | bob | thread.Interrupts();
    }

    /// <inheritdoc/>
    internal override void AddCommunication(Candidate candidate, ulong[] order)
    {
        for (int i = 0; i < candidate.Skeleton.Count; i++)
        {
            order[i] |= (candidate.Rf[i] | candidate.Co[i] | candidate.Fr[i]) & candidate.Skeleton.External(i);
        }
    }

    /// <inheritdoc/>
    internal override bool AllowsGlobally(Candidate candidate) => base.AllowsGlobally(candidate) && IsWellFounded(candidate);
}
