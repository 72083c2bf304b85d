using Racewalk.Executions;

namespace Racewalk.Reporting.Tests;

public sealed class NearestNamesTests
{
    private static readonly string[] s_names = ["gup-fast/collapse", "gup-fast/zap", "hvo/restore", "khugepaged/dontneed", "arm64"];

    [Theory]
    [InlineData("gup-fast/colapse", "gup-fast/collapse")]
    [InlineData("gup-fast/colalpse", "gup-fast/collapse")]
    [InlineData("collapse", "gup-fast/collapse")]
    [InlineData("GUP-FAST/ZAP", "gup-fast/zap")]
    [InlineData("amr64", "arm64")]
    public void Of_Typo_FindsTheName(string typed, string expected) => Assert.Equal(expected, NearestNames.Of(typed, s_names)[0]);

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("riscv/sv48")]
    public void Of_SomethingElse_FindsNothing(string typed) => Assert.Empty(NearestNames.Of(typed, s_names));

    [Fact]
    public void HintOrAll_NamesAllIfNoneIsNear()
    {
        Assert.Equal("; did you mean 'E1'?", NearestNames.HintOrAll("E11", ["E1", "other"]));
        Assert.Equal("; known: E2, E1", NearestNames.HintOrAll("1991", ["E2", "E1"]));
        Assert.Equal("; there are none", NearestNames.HintOrAll("E1", []));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_CountsEdits(string a, string b, int expected)
    {
        Assert.Equal(expected, NearestNames.Distance(a, b));
        Assert.Equal(expected, NearestNames.Distance(b, a));
    }
}
