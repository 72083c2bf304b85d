using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Conformance;

namespace Racewalk.Litmus.Tests.Conformance;

/// <summary>A comparison that cannot fail would say nothing: each kind of difference is found.</summary>
public sealed class AgreementTests
{
    private static readonly LitmusResult s_storeBuffer = Result("x86-store-buffer.litmus");
    private static readonly LitmusResult s_racing = Result("plain-flag.litmus");

    [Fact]
    public void Differences_SameVerdictAndStates_None()
    {
        string[] states = ["0:EAX=0;1:EAX=0", "0:EAX=0;1:EAX=1", "0:EAX=1;1:EAX=0", "0:EAX=1;1:EAX=1"];

        Assert.Empty(Agreement.Differences(Expect(true, false) with { States = states.ToHashSet() }, s_storeBuffer));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, true)]
    public void Differences_OtherVerdict_IsOne(bool reachable, bool? always) =>
        Assert.Single(Agreement.Differences(Expect(reachable, always), s_storeBuffer));

    [Fact]
    public void Differences_OtherStates_NamesEach()
    {
        string[] states = ["0:EAX=0;1:EAX=0", "0:EAX=0;1:EAX=1", "0:EAX=1;1:EAX=0", "0:EAX=7;1:EAX=7"];

        IReadOnlyList<string> differences = Agreement.Differences(Expect(true, false) with { States = states.ToHashSet() }, s_storeBuffer);

        Assert.Equal(["state not published: 0:EAX=1;1:EAX=1", "state not found: 0:EAX=7;1:EAX=7"], differences);
    }

    [Fact]
    public void Differences_RaceNotPublished_IsOne() => Assert.Single(Agreement.Differences(Expect(true, false) with { HasRace = false }, s_racing));

    [Fact]
    public void Differences_PublishedRaceNotFound_IsOne() =>
        Assert.Single(Agreement.Differences(Expect(false, false) with { HasRace = true }, s_storeBuffer));

    [Fact]
    public void Normalise_BracketsSpacesAndOrder_AreNoDifference() =>
        Assert.Equal(StateText.Normalise("[x]=1; 0:r1=2;"), StateText.Normalise("0:r1=2; x=1;"));

    private static ExpectedTest Expect(bool? reachable, bool? always) => new()
    {
        File = "",
        Name = "",
        Architecture = "X86",
        IsReachable = reachable,
        IsAlways = always,
        HasRace = null,
    };

    private static LitmusResult Result(string file) =>
        LitmusBatch.Check(Path.Combine(OwnSuite.Folder, file), LitmusEngines.Candidates(LitmusEngines.BuiltInModelOf), new LitmusLimits(), default).Result!;
}
