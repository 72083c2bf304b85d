namespace Racewalk.Oracle.Axioms;

/// <summary>
/// A memory model as its axioms say: coherence of each location, atomicity of read-modify-writes, and no cycle in an order made of a part
/// that each thread gives by itself and a part that communication between events gives.
/// </summary>
public abstract class OracleModel
{
    private protected OracleModel(string name, int index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>Sequential consistency.</summary>
    public static OracleModel Sc { get; } = new ScModel(0);

    /// <summary>Sequential consistency with LKMM's axiom about grace periods, as a second definition; not one of <see cref="All"/>.</summary>
    public static OracleModel ScRcuAxiom { get; } = new ScRcuAxiomModel(0);

    /// <summary>x86-TSO.</summary>
    public static OracleModel Tso { get; } = new TsoModel(1);

    /// <summary>Armv8-A.</summary>
    public static OracleModel Armv8 { get; } = new Armv8Model(2);

    /// <summary>Power.</summary>
    public static OracleModel Power { get; } = new PowerModel(3);

    /// <summary>The Linux-kernel memory model.</summary>
    public static OracleModel Lkmm { get; } = new LkmmModel(4);

    /// <summary>All models; each one's <see cref="Index"/> is its index here.</summary>
    public static IReadOnlyList<OracleModel> All { get; } = [Sc, Tso, Armv8, Power, Lkmm];

    /// <summary>The name used on the command line.</summary>
    public string Name { get; }

    /// <summary>Index in <see cref="All"/>.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The part of the global order that a thread gives by itself.</summary>
    internal abstract Relation LocalOrder(ThreadRelations thread);

    /// <summary>Adds the part of the global order that communication gives.</summary>
    internal abstract void AddCommunication(Candidate candidate, ulong[] order);

    /// <summary>Whether a candidate is consistent, given that it is coherent and atomic.</summary>
    internal virtual bool AllowsGlobally(Candidate candidate) => GracePeriods.IsAllowed(candidate, assumed => IsOrdered(candidate, assumed));

    /// <summary>Whether a consistent candidate has a data race.</summary>
    internal virtual bool HasRace(Candidate candidate) => false;

    /// <summary>Whether a candidate is consistent if some pairs are ordered besides.</summary>
    private protected virtual bool IsOrdered(Candidate candidate, Relation assumed)
    {
        ulong[] order = candidate.LocalOrder(this);
        AddCommunication(candidate, order);
        candidate.AddDeliveries(order);
        for (int i = 0; i < candidate.Skeleton.Count; i++)
        {
            order[i] |= assumed[i];
        }

        return Relation.IsAcyclic(order.AsSpan(0, candidate.Skeleton.Count));
    }

    /// <summary>acyclic (rf ∪ "is computed from"); rf with its internal part. Executions out of thin air are not built.</summary>
    private protected static bool IsWellFounded(Candidate candidate)
    {
        ulong[] order = candidate.DerivationOrder();
        for (int i = 0; i < candidate.Skeleton.Count; i++)
        {
            order[i] |= candidate.Rf[i];
        }

        candidate.AddDeliveries(order);
        return Relation.IsAcyclic(order.AsSpan(0, candidate.Skeleton.Count));
    }

    /// <summary>Whether a candidate is consistent.</summary>
    internal bool Allows(Candidate candidate) =>
        GenericAxioms.IsCoherent(candidate) && GenericAxioms.IsAtomic(candidate) && AllowsGlobally(candidate);
}
