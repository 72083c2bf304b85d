namespace Racewalk.Exploration.Estimates;

/// <summary>
/// The pieces that a probe has still to look into, by stratum. Where a stratum has more than a few, one stands for two, drawn in proportion to what each stands for, which is what
/// leaves the expectation as it is (Chen, "Heterogeneous sampling", SIAM J. Comput. 21, 1992).
/// </summary>
/// <param name="draw">Draws which one stays.</param>
/// <param name="width">How many pieces of a stratum are looked into, at least 1.</param>
internal sealed class Strata(IDraw draw, int width)
{
    private readonly SortedDictionary<int, List<ProbeNode>> _strata = [];
    private readonly Queue<ProbeNode> _next = [];

    /// <summary>Adds a piece; its stratum must not have been begun.</summary>
    public void Add(ProbeNode node)
    {
        if (!_strata.TryGetValue(node.Stratum, out List<ProbeNode>? stratum))
        {
            _strata.Add(node.Stratum, stratum = []);
        }

        stratum.Add(node);
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

        (int first, List<ProbeNode> stratum) = _strata.First();
        _strata.Remove(first);
        while (stratum.Count > width)
        {
            Merge(stratum);
        }

        stratum.ForEach(_next.Enqueue);
        return _next.TryDequeue(out node);
    }

    /// <summary>Of the two neighbours that stand for least, one stands for both. Neighbours are alike: they come from the same frame, mostly.</summary>
    private void Merge(List<ProbeNode> stratum)
    {
        int least = 0;
        for (int i = 1; i + 1 < stratum.Count; i++)
        {
            if (stratum[i].Weight + stratum[i + 1].Weight < stratum[least].Weight + stratum[least + 1].Weight)
            {
                least = i;
            }
        }

        (ProbeNode a, ProbeNode b) = (stratum[least], stratum[least + 1]);
        stratum[least] = (draw.IsFirst(a.Weight, b.Weight) ? a : b) with { Weight = a.Weight + b.Weight };
        stratum.RemoveAt(least + 1);
    }
}
