using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>
/// Which values are pointers: where an address depends on a read, the value read stands for that address, whatever its bits are (a page-table entry is an
/// address with flags). A litmus test says the location's name instead.
/// </summary>
internal sealed class Pointers
{
    private readonly Dictionary<ulong, ulong> _targets = [];
    private readonly HashSet<ulong> _places = [];

    /// <summary>The location that a value stands for.</summary>
    public bool TryGetTarget(ulong value, out ulong address) => _targets.TryGetValue(value, out address);

    /// <summary>Whether an address is what a pointer leads to.</summary>
    public bool IsPointer(ulong address) => _targets.ContainsValue(address);

    /// <summary>Whether the location at an address holds pointers.</summary>
    public bool IsPlace(ulong address) => _places.Contains(address);

    /// <summary>Finds the pointers of a thread.</summary>
    /// <exception cref="ExportException">An address is computed in another way.</exception>
    public void Add(ThreadTree tree) => Visit(tree.Root, []);

    private void Visit(TreeNode node, List<(ulong Place, ulong Value)> reads)
    {
        if (node.IsNowhere || node.End is not null)
        {
            return;
        }

        Operation op = node.Operation;
        if (op.Kind is OperationKind.Read or OperationKind.Write or OperationKind.Rmw && !op.AddressReads.IsEmpty)
        {
            int read = TheOnly(op.AddressReads, reads.Count);
            (ulong place, ulong value) = reads[read];
            if (_targets.TryGetValue(value, out ulong other) && other != op.Address)
            {
                throw new ExportException($"the value 0x{value:x} leads to two addresses, so it is no pointer of C");
            }

            _targets[value] = op.Address;
            _places.Add(place);
        }

        foreach ((ulong value, TreeNode child) in node.Children)
        {
            if (node.IsRead)
            {
                Visit(child, [.. reads, (op.Address, value)]);
            }
            else
            {
                Visit(child, reads);
            }
        }
    }

    /// <summary>The read that an address depends on.</summary>
    /// <exception cref="ExportException">There are several.</exception>
    public static int TheOnly(ReadSet reads, int count)
    {
        int[] all = [.. Enumerable.Range(0, count).Where(reads.Contains)];
        return all.Length == 1 ? all[0] : throw new ExportException("an address is computed from several reads");
    }
}
