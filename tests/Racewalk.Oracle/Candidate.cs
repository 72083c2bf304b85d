using Racewalk.Oracle.Axioms;

namespace Racewalk.Oracle;

/// <summary>
/// A candidate execution: a skeleton with reads-from, coherence and the interrupts that polls take. The search changes it in place.
/// </summary>
internal sealed class Candidate
{
    private readonly ulong[]?[] _local = new ulong[]?[OracleModel.All.Count];
    private readonly ulong[] _order;
    private ulong[]? _derivation;

    /// <summary>A candidate without reads-from, coherence and deliveries.</summary>
    public Candidate(Skeleton skeleton)
    {
        Skeleton = skeleton;
        Rf = new ulong[skeleton.Count];
        Co = new ulong[skeleton.Count];
        Fr = new ulong[skeleton.Count];
        Source = new int[skeleton.Count];
        Source.AsSpan().Fill(-1);
        Coherence = new int[skeleton.Locations][];
        _order = new ulong[skeleton.Count];
    }

    /// <summary>The events.</summary>
    public Skeleton Skeleton { get; }

    /// <summary>For each write, the reads that read from it.</summary>
    public ulong[] Rf { get; }

    /// <summary>For each write, the later writes of the location.</summary>
    public ulong[] Co { get; }

    /// <summary>For each read, the writes later than the one read.</summary>
    public ulong[] Fr { get; }

    /// <summary>
    /// For reads, the write read; for polls, the send taken; -1 for the initial value, for nothing, and for other events.
    /// </summary>
    public int[] Source { get; }

    /// <summary>The writes of each location in coherence order.</summary>
    public int[][] Coherence { get; }

    /// <summary>Chooses reads-from and coherence of one location.</summary>
    public void Set(LocationChoice choice)
    {
        Coherence[choice.Location] = choice.Order;
        for (int i = 0; i < choice.Reads.Length; i++)
        {
            Source[choice.Reads[i]] = choice.Sources[i];
            Fr[choice.Reads[i]] = choice.Fr[i];
        }

        for (int i = 0; i < choice.Order.Length; i++)
        {
            Rf[choice.Order[i]] = choice.Rf[i];
            Co[choice.Order[i]] = choice.Co[i];
        }
    }

    /// <summary>A copy of the part of a model's order that threads give, to add to; valid until the next call.</summary>
    public ulong[] LocalOrder(OracleModel model)
    {
        if (_local[model.Index] is not { } local)
        {
            local = _local[model.Index] = new ulong[Skeleton.Count];
            Skeleton.AddLocal(local, unfolding => unfolding.Order(model));
        }

        local.CopyTo(_order, 0);
        return _order;
    }

    /// <summary>A copy of the relation from reads to what is computed from them, to add to; valid until the next call.</summary>
    public ulong[] DerivationOrder()
    {
        if (_derivation is not { } derivation)
        {
            derivation = _derivation = new ulong[Skeleton.Count];
            Skeleton.AddLocal(derivation, static unfolding => unfolding.Relations.Derived);
        }

        derivation.CopyTo(_order, 0);
        return _order;
    }

    /// <summary>Adds that a send is before the poll that takes it.</summary>
    public void AddDeliveries(ulong[] order)
    {
        for (int id = 0; id < Skeleton.Count; id++)
        {
            if (Skeleton.Events[id].Kind == Executions.EventKind.Poll && Source[id] >= 0)
            {
                order[Source[id]] |= 1UL << id;
            }
        }
    }
}
