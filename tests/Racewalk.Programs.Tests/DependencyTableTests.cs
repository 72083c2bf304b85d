namespace Racewalk.Programs.Tests;

/// <summary>
/// Which dependencies each C# construct makes. The memory models order accesses by them, so every row is a promise to the reader of checked
/// code: what looks like a branch, a computed address or stored data is one, and nothing else is.
/// </summary>
public sealed class DependencyTableTests
{
    private static readonly Dictionary<string, DependencyRow> s_rows =
        new[] { BranchRows.All, LoopRows.All, FlowRows.All, ArithmeticRows.All, OperationRows.All }
            .SelectMany(rows => rows)
            .ToDictionary(row => row.Construct, StringComparer.Ordinal);

    public static TheoryData<string> Constructs => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Constructs))]
    public void Construct_makes_these_dependencies(string construct)
    {
        DependencyRow row = s_rows[construct];

        Assert.Equal(row.Expected, RecordingSink.Record(row.Body, row.Values));
    }

    [Theory]
    [MemberData(nameof(Constructs))]
    public void A_second_run_asks_the_same(string construct)
    {
        DependencyRow row = s_rows[construct];

        Assert.Equal(RecordingSink.Record(row.Body, row.Values), RecordingSink.Record(row.Body, row.Values));
    }
}
