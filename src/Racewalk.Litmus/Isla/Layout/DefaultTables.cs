using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>The tables that a test has without asking for them.</summary>
internal static class DefaultTables
{
    /// <summary>What expressions call them.</summary>
    public const string Name = "page_table_base";

    /// <summary>Where isla has them.</summary>
    private const ulong UsualRoot = 0x300000;

    /// <summary>How much room a tree is given: more tables than any test needs.</summary>
    private const ulong Room = 0x40000;

    private const int PlaceCount = 4;

    /// <summary>Whether a test has them.</summary>
    public static bool AreIn(IslaTest test) => test.PageTableSetup.OfType<SetupOption>().LastOrDefault(o => o.Name == "default_tables")?.Value ?? true;

    /// <summary>
    /// Where their first table lies. Two published tests put a table of their own where isla has the default ones, whose place is never written down: then
    /// the default ones make room.
    /// </summary>
    public static ulong RootIn(IslaTest test)
    {
        var others = test.PageTableSetup.OfType<SetupTable>().Select(t => t.Address).OfType<IslaBits>().Select(b => b.Value).ToList();
        return !AreIn(test) ? UsualRoot
            : Enumerable.Range(0, PlaceCount).Select(i => UsualRoot + ((ulong)i * Room))
                .FirstOrDefault(root => others.TrueForAll(o => o + Room <= root || root + Room <= o), UsualRoot);
    }
}
