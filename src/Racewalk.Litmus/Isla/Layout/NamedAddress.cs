using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>A name that needs an address.</summary>
/// <param name="Name">The name and where it is declared.</param>
/// <param name="Kind">The space.</param>
/// <param name="Declaration">Which declaration it is in: all names of one differ.</param>
internal sealed record NamedAddress(IslaName Name, AddressKind Kind, int Declaration)
{
    private const int NameLimit = 200;

    /// <summary>What the address is a multiple of, and how much room it is given.</summary>
    public required ulong Alignment { get; init; }

    /// <summary>The names that declarations make, with the room that mappings at higher levels need.</summary>
    public static List<NamedAddress> Collect(IslaTest test)
    {
        var names = new List<NamedAddress>();
        Dictionary<string, ulong> blocks = FindBlocks(test.PageTableSetup);
        int declaration = 0;
        foreach (SetupDeclaration statement in test.PageTableSetup.OfType<SetupDeclaration>())
        {
            foreach (IslaName name in statement.Names)
            {
                if (names.Exists(n => string.Equals(n.Name.Name, name.Name, StringComparison.Ordinal)))
                {
                    throw test.Source.Error(name.Offset, $"the address '{name.Name}' is declared twice");
                }

                if (statement.Kind != AddressKind.Virtual && test.Symbolic.Any(n => string.Equals(n.Name, name.Name, StringComparison.Ordinal)))
                {
                    throw test.Source.Error(name.Offset, $"'{name.Name}' is a virtual address of 'symbolic' already");
                }

                if (names.Count == NameLimit)
                {
                    throw test.Source.Error(name.Offset, $"more than {NameLimit} addresses");
                }

                names.Add(new NamedAddress(name, statement.Kind, declaration)
                {
                    Alignment = Math.Max(statement.Alignment, blocks.GetValueOrDefault(name.Name)),
                });
            }

            declaration++;
        }

        return names;
    }

    // An address that a block is mapped to must be aligned to the block, or a part of it is lost in the descriptor.
    private static Dictionary<string, ulong> FindBlocks(IReadOnlyList<SetupStatement> statements)
    {
        var blocks = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var pending = new Stack<SetupStatement>(statements);
        while (pending.TryPop(out SetupStatement? statement))
        {
            if (statement is SetupMapping { To: IslaName to } mapping)
            {
                blocks[to.Name] = Math.Max(blocks.GetValueOrDefault(to.Name), Granule.Size(mapping.Level));
            }
            else if (statement is SetupTable table)
            {
                table.Statements.ToList().ForEach(pending.Push);
            }
        }

        return blocks;
    }
}
