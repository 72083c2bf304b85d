using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>No table lies where another one, code or named memory is.</summary>
internal static class TableOverlap
{
    /// <summary>Checks the tables of a test.</summary>
    /// <exception cref="Syntax.LitmusException">A table lies on something else.</exception>
    public static void Check(IslaTest test, IReadOnlyList<TableTree> trees, IReadOnlyDictionary<string, IslaAddress> addresses)
    {
        foreach (TableTree tree in trees)
        {
            string? other = trees.FirstOrDefault(t => t != tree && t.Root < tree.End && tree.Root < t.End)?.Name
                ?? test.Handlers.FirstOrDefault(h => h.Address < tree.End && tree.Root < h.Code.End)?.Name
                ?? addresses.Values.FirstOrDefault(a => a.Kind == AddressKind.Physical && a.Value >= tree.Root && a.Value < tree.End)?.Name
                ?? (IslaThreadReader.ThreadBase < tree.End && tree.Root < IslaThreadReader.ThreadTop ? "the code of threads" : null);
            if (other is not null)
            {
                throw test.Source.Error(OffsetOf(test.PageTableSetup, tree.Name), $"the tables of {tree.Name} and {other} lie on each other");
            }
        }
    }

    private static int OffsetOf(IReadOnlyList<SetupStatement> statements, string name)
    {
        foreach (SetupTable table in statements.OfType<SetupTable>())
        {
            int inner = string.Equals(table.Name, name, StringComparison.Ordinal) ? table.Offset : OffsetOf(table.Statements, name);
            if (inner >= 0)
            {
                return inner;
            }
        }

        return -1;
    }
}
