namespace Racewalk.Models.Cat.Graph;

/// <content>Compositions.</content>
internal sealed partial class NodeTable
{
    /// <summary>The composition of relations in a row, bracketed so that what changes rarely is composed first and kept.</summary>
    public Node Sequence(IEnumerable<Node> operands)
    {
        var chain = operands.ToList();
        Node? empty = chain.Find(node => node.Kind == NodeKind.Empty);
        if (empty is not null)
        {
            return empty;
        }

        chain.RemoveAll(node => node.Kind == NodeKind.Identity);
        Absorb(chain);
        for (int rank = 0; rank <= LastRank; rank++)
        {
            for (int i = 0; i + 1 < chain.Count;)
            {
                if (Rank(chain[i]) > rank || Rank(chain[i + 1]) > rank)
                {
                    i++;
                    continue;
                }

                chain[i] = Make(NodeKind.Sequence, false, chain[i], chain[i + 1]);
                chain.RemoveAt(i + 1);
            }
        }

        return chain.Count == 0 ? Identity() : chain[0];
    }

    private const int LastRank = 3;

    /// <summary>How often a node changes: static first, what is recomputed in every round of a recursion last.</summary>
    private static int Rank(Node node) =>
        node.Within.Length > 0 ? LastRank : node.Dependencies == 0 ? 0 : (node.Dependencies & 1) == 0 ? 1 : 2;

    /// <summary>Turns identities on sets into restrictions of a neighbour, of that which changes less often.</summary>
    private void Absorb(List<Node> chain)
    {
        for (int i = 0; i < chain.Count && chain.Count > 1; i++)
        {
            if (chain[i].Kind != NodeKind.ToIdentity)
            {
                continue;
            }

            bool left = i > 0 && (i + 1 == chain.Count || Rank(chain[i - 1]) <= Rank(chain[i + 1]));
            Node set = chain[i].Operands[0];
            Node merged = left ? RestrictRange(chain[i - 1], set) : RestrictDomain(set, chain[i + 1]);
            if (merged.Kind == NodeKind.Empty)
            {
                chain.Clear();
                chain.Add(merged);
                return;
            }

            chain[left ? i - 1 : i] = merged;
            chain.RemoveAt(left ? i : i + 1);
            i = Math.Max(-1, i - 2);
        }
    }
}
