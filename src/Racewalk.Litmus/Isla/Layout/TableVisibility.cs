using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>
/// What trees of tables map without being asked. As in isla, every tree maps the code of the threads and its own tables to themselves, and a tree that is
/// declared within others is mapped in them, too: so the address of an entry is a virtual one as well, and threads can write to it.
/// </summary>
/// <param name="test">The test.</param>
internal sealed class TableVisibility(IslaTest test)
{
    private readonly List<(TableTree Mapped, TableTree In)> _pairs = [];

    /// <summary>A tree is complete for now.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="around">The trees that it is declared in; it can be one of them itself.</param>
    /// <param name="isSelfMapped">Whether it is mapped in itself.</param>
    public void Add(TableTree tree, IReadOnlyList<TableTree> around, bool isSelfMapped)
    {
        foreach (IslaThread thread in test.Threads)
        {
            tree.MapPage(thread.Code.Address, PageAttributes.Code);
        }

        _pairs.AddRange(around.Select(other => (tree, other)));
        if (isSelfMapped)
        {
            _pairs.Add((tree, tree));
        }

        Map();
    }

    /// <summary>Maps all tables that there are now. Mapping a table can need a further table, which must be mapped in its turn.</summary>
    public void Map()
    {
        bool isDone;
        do
        {
            isDone = true;
            foreach ((TableTree mapped, TableTree tree) in _pairs)
            {
                ulong end = tree.End;
                for (ulong page = mapped.Root; page < mapped.End; page += Granule.PageSize)
                {
                    tree.MapPage(page, PageAttributes.Data);
                }

                isDone &= tree.End == end;
            }
        }
        while (!isDone);
    }
}
