namespace Racewalk.Exploration.Estimates;

/// <summary>
/// The pieces that a probe has still to look into, by stratum. Where a stratum has more than a few, one stands for two, drawn in proportion to what each stands for, which is what
/// leaves the expectation as it is (Chen, "Heterogeneous sampling", SIAM J. Comput. 21, 1992; with one stratum for each depth and one piece in it, it is Knuth's probe of 1975).
/// </summary>
/// <param name="draw">Draws which one stays.</param>
/// <param name="width">How many pieces of a stratum are looked into, at least 1.</param>
internal sealed class Strata(IDraw draw, int width)
{
    private readonly SortedDictionary<Stratum, List<ProbeNode>> _strata = [];
    private readonly Queue<ProbeNode> _next = [];

    /// <summary>Adds a piece; its stratum must not have been begun.</summary>
    public void Add(Stratum stratum, ProbeNode node)
    {
        if (!_strata.TryGetValue(stratum, out List<ProbeNode>? nodes))
        {
            _strata.Add(stratum, nodes = []);
        }

        nodes.Add(node);
    }

    /// <summary>Takes the next piece; false if there is none left.</summary>
    public bool TryTake(out ProbeNode node)
    {
        if (_next.TryDequeue(out node))
        {
            return true;
        }

        if (_strata.Count == 0)
        {
            return false;
        }

        (Stratum first, List<ProbeNode> nodes) = _strata.First();
        _strata.Remove(first);
        while (nodes.Count > width)
        {
            Merge(nodes);
        }

        nodes.ForEach(_next.Enqueue);
        return _next.TryDequeue(out node);
    }

    /// <summary>Of the two neighbours that stand for least, one stands for both. Neighbours are alike: they come from the same frame, mostly.</summary>
    private void Merge(List<ProbeNode> nodes)
    {
        int least = 0;
        for (int i = 1; i + 1 < nodes.Count; i++)
        {
            if (nodes[i].Weight + nodes[i + 1].Weight < nodes[least].Weight + nodes[least + 1].Weight)
            {
                least = i;
            }
        }

        (ProbeNode a, ProbeNode b) = (nodes[least], nodes[least + 1]);
        nodes[least] = (draw.IsFirst(a.Weight, b.Weight) ? a : b) with { Weight = a.Weight + b.Weight };
        nodes.RemoveAt(least + 1);
    }
}
