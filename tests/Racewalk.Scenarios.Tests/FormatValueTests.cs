using Racewalk.Programs;

namespace Racewalk.Scenarios.Tests;

/// <summary>What readers see of the values in memory.</summary>
public sealed class FormatValueTests
{
    private const ulong Freed = 0xdead_4ead_0000_0000;
    private static readonly ScenarioInstance s_collapse = Catalogue.Find("gup-fast/collapse")!.Build(Configuration.Parse(""));

    public static TheoryData<string> Ids => [.. Catalogue.All.Select(s => s.Id)];

    [Theory]
    [InlineData("pmd", 0, "none")]
    [InlineData("pmd", 0x2003, "table(pfn=2)")]
    [InlineData("pmd", 0x4005, "leaf(pfn=4,RW)")]
    [InlineData("pte", 0x3001, "leaf(pfn=3,RO)")]
    [InlineData("pte", 0x300c, "migration(pfn=3)")]
    [InlineData("pte", 0x3fff, null)]
    [InlineData("pte", Freed, "freed")]
    [InlineData("pmd_huge_pte", 0x2003, "table(pfn=2)")]
    [InlineData("page._refcount", 1025, "1025")]
    [InlineData("page._refcount", Freed, "freed")]
    [InlineData("page.flags", 1, null)]
    [InlineData("page", 0x2003, null)]
    public void Values_mean_something(string location, ulong value, string? expected) =>
        Assert.Equal(expected, s_collapse.FormatValue!(AddressOf(s_collapse.Program, location), value));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_scenario_decodes_its_entries(string id)
    {
        ScenarioInstance instance = Catalogue.Find(id)!.Build(Configuration.Parse(""));
        Assert.Equal("none", instance.FormatValue!(AddressOf(instance.Program, "pmd"), 0));
    }

    private static ulong AddressOf(CheckedProgram program, string location) =>
        Enumerable.Range(0, 16).Select(pfn => (ulong)pfn << 12)
            .Concat(Enumerable.Range(0, 1024).Select(word => 0xffff_ea00_0000_0000 + ((ulong)word * 8)))
            .Concat(Enumerable.Range(0, 16).Select(word => 0xffff_8880_0000_0000 + ((ulong)word * 8)))
            .First(address => program.LocationName(address) == location);
}
