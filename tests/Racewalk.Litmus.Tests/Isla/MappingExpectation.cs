using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>What the statements of a page table setup say, compared with walks through the tables that were built of them.</summary>
internal sealed class MappingExpectation
{
    private const ulong Valid = 1;
    private const ulong TableOrPage = 3;
    private const ulong AddressMask = 0xFFFF_FFFF_F000;

    /// <summary>How many mappings at the start were compared.</summary>
    public int Initial { get; private set; }

    /// <summary>How many potential mappings were compared.</summary>
    public int Potential { get; private set; }

    /// <summary>How many pages of code and tables were compared.</summary>
    public int Pages { get; private set; }

    /// <summary>Compares all statements of a test.</summary>
    public void Check(IslaInitialState state)
    {
        var statements = new List<(string Table, SetupMapping Mapping)>();
        Collect(state.Test.PageTableSetup, "page_table_base", statements);
        foreach ((string table, SetupMapping mapping) in statements.Where(s => s.Mapping.Kind == MappingKind.Potential))
        {
            DescriptorEntry entry = EntryOf(state, table, mapping);
            Assert.Contains(entry.Potential, value => Matches(state, mapping, value));
            Potential++;
        }

        // Of several statements for one entry the last counts.
        foreach ((string table, SetupMapping mapping) in statements.Where(s => s.Mapping.Kind != MappingKind.Potential)
            .GroupBy(s => (s.Table, AddressOf(state, s.Mapping.From), s.Mapping.Level)).Select(g => g.Last()))
        {
            TranslationWalk walk = state.Tables.Walk(RootOf(state, table), AddressOf(state, mapping.From));
            Assert.True(Matches(state, mapping, walk.Steps[mapping.Level].Descriptor.Value), $"{state.Test.Name}: {mapping}");
            CheckEnd(state, mapping, walk);
            Initial++;
        }

        CheckPages(state);
    }

    private static void CheckEnd(IslaInitialState state, SetupMapping mapping, TranslationWalk walk)
    {
        switch (mapping.To)
        {
            case IslaName { Name: "invalid" }:
                Assert.Equal((WalkOutcome.TranslationFault, mapping.Level), (walk.Outcome, walk.Level));
                break;
            case IslaName or IslaBits:
                Assert.Equal((WalkOutcome.Translated, mapping.Level, AddressOf(state, mapping.To)), (walk.Outcome, walk.Level, walk.PhysicalAddress));
                break;
            default:
                Assert.True(walk.Level > mapping.Level);
                break;
        }
    }

    private static bool Matches(IslaInitialState state, SetupMapping mapping, ulong descriptor) => mapping.To switch
    {
        IslaName { Name: "invalid" } => descriptor == 0,
        IslaCall { Function: "raw", Arguments: [{ Value: IslaInteger raw }] } => descriptor == raw.Value,
        IslaCall { Function: "table", Arguments: [{ Value: IslaBits table }] } => descriptor == (table.Value | TableOrPage),
        _ => (descriptor & AddressMask) == AddressOf(state, mapping.To) && (descriptor & TableOrPage) == (mapping.Level == 3 ? TableOrPage : Valid)
            && ((descriptor >> 6) & 3) == PermissionsOf(mapping),
    };

    private static ulong PermissionsOf(SetupMapping mapping) =>
        mapping.Attributes.IsCode ? 3 : mapping.Attributes.Fields.SingleOrDefault(f => f.Name == "AP")?.Value.Value ?? 1;

    private void CheckPages(IslaInitialState state)
    {
        ulong root = RootOf(state, "page_table_base");
        var tables = new List<ulong>();
        foreach (TableArea area in state.Tables.Areas)
        {
            tables.AddRange(Enumerable.Range(0, (int)((area.End - area.Root) >> 12)).Select(i => area.Root + ((ulong)i << 12)));
        }

        foreach (ulong page in tables.Concat(state.Threads.Select(t => t.Code.Address)))
        {
            TranslationWalk walk = state.Tables.Walk(root, page);
            Assert.Equal((WalkOutcome.Translated, page), (walk.Outcome, walk.PhysicalAddress));
            Pages++;
        }
    }

    private static void Collect(IEnumerable<SetupStatement> statements, string table, List<(string, SetupMapping)> into)
    {
        foreach (SetupStatement statement in statements)
        {
            if (statement is SetupMapping mapping)
            {
                into.Add((table, mapping));
            }
            else if (statement is SetupTable nested)
            {
                Collect(nested.Statements, nested.Name, into);
            }
        }
    }

    private static DescriptorEntry EntryOf(IslaInitialState state, string table, SetupMapping mapping)
    {
        TranslationWalk walk = state.Tables.Walk(RootOf(state, table), AddressOf(state, mapping.From));
        return state.Tables.Find(walk.Steps[mapping.Level].Address)!;
    }

    private static ulong RootOf(IslaInitialState state, string table) => state.Tables.Areas.Single(a => a.Name == table).Root;

    private static ulong AddressOf(IslaInitialState state, IslaExpression expression) =>
        expression is IslaName name ? state.Addresses[name.Name].Value : Assert.IsType<IslaBits>(expression).Value;
}
