using Racewalk.Models;

namespace Racewalk.Machine.Tests.ProtocolRows;

public sealed class ProtocolRowTests
{
    public static TheoryData<string, string> Explorations() => Pairs(ProtocolTable.Architectures);

    public static TheoryData<string, string> ExplorationsOfScAndTso() => Pairs([Architecture.Sc, Architecture.X8664]);

    [Theory]
    [MemberData(nameof(Explorations))]
    public void Explore_Row_BadOutcomeReachableWhereTableSaysSo(string row, string architecture) =>
        Assert.Equal(Row(row).IsBadReachable(On(architecture)), Explore(row, architecture).IsBad);

    [Theory]
    [MemberData(nameof(Explorations))]
    public void Explore_Row_EveryGoodBehaviourShown(string row, string architecture) =>
        Assert.All(Explore(row, architecture).Witnessed, Assert.True);

    [Theory]
    [MemberData(nameof(Explorations))]
    public void Explore_Row_ExhaustiveWithoutDeadlockOrFailure(string row, string architecture)
    {
        RowOutcome outcome = Explore(row, architecture);
        Assert.Empty(outcome.Bounds);
        Assert.False(outcome.IsBroken);
    }

    [Theory]
    [MemberData(nameof(Explorations))]
    public void Explore_Row_NumberOfExecutionsAsRecorded(string row, string architecture) =>
        Assert.Equal(ProtocolRowCounts.Of(row, On(architecture)), Explore(row, architecture).Executions);

    // SC and TSO by the other explorer. Armv8 has only that one.
    [Theory]
    [MemberData(nameof(ExplorationsOfScAndTso))]
    public void ExploreByGraphs_Row_SameBadOutcomeAndNumberOfExecutions(string row, string architecture)
    {
        IGraphModel model = architecture == "sc" ? new ScModel() : new TsoModel();
        RowOutcome outcome = RowOutcome.Of(Row(row), On(architecture), model);
        Assert.Equal(Row(row).IsBadReachable(On(architecture)), outcome.IsBad);
        Assert.Equal(ProtocolRowCounts.Of(row, On(architecture)), outcome.Executions);
    }

    [Fact]
    public void All_RowsOfTable_EachHasProgram() =>
        Assert.Equal(Enumerable.Range(1, 18), ProtocolTable.All.Select(r => r.Number).OfType<int>().Distinct().Order());

    [Fact]
    public void All_RecordedCounts_AreOfTheRows() =>
        Assert.Equal(ProtocolTable.All.Select(r => r.Name).Order(), ProtocolRowCounts.Rows.Order());

    private static TheoryData<string, string> Pairs(IReadOnlyList<Architecture> architectures)
    {
        var data = new TheoryData<string, string>();
        foreach (ProtocolRow row in ProtocolTable.All)
        {
            foreach (Architecture architecture in architectures)
            {
                data.Add(row.Name, architecture.ToString());
            }
        }

        return data;
    }

    private static RowOutcome Explore(string row, string architecture) => RowOutcome.Of(Row(row), On(architecture));

    private static ProtocolRow Row(string name) => ProtocolTable.All.Single(r => r.Name == name);

    private static Architecture On(string name) => ProtocolTable.Architectures.Single(a => a.ToString() == name);
}
