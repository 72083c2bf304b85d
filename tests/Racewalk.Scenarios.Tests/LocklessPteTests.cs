using Racewalk.Machine;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Tests;

/// <summary>What is broken in lockless-pte/*, and which configurations make no sense.</summary>
public sealed class LocklessPteTests
{
    [Theory]
    [InlineData("pae-gup", "-flush-ipi", ViolationKind.Assertion)]
    [InlineData("contpte", "-lockless-validate", ViolationKind.Assertion)]
    [InlineData("contpte-gup", "-gup-recheck-pte", ViolationKind.UseAfterFree)]
    [InlineData("contpte-convert", "-convert-middle-flush", ViolationKind.BreakBeforeMake)]
    [InlineData("contpte-convert", "era=E7 bbm=2 scope=entry", ViolationKind.LostData)]
    [InlineData("contpte-progress", "cpus=1 rt=yes", ViolationKind.Deadlock)]
    [InlineData("contpte-progress", "vcpu=writer-halts", ViolationKind.UnboundedWait)]
    [InlineData("fault-recheck", "entry=generic other=store spec=norecency", ViolationKind.LostData)]
    [InlineData("set-access-flags", "-access-flags-each-entry", ViolationKind.Deadlock)]
    public void Check_MutantOrVariant_BreaksAsExpected(string id, string configuration, ViolationKind expected) =>
        Assert.Equal(expected, ScenarioChecker.Check(Of(id), Configuration.Parse(configuration)).Failure!.Kind);

    [Theory]
    [InlineData("contpte", "-lockless-validate", "rule (1)")]
    [InlineData("pae-gup", "-flush-ipi", "rule (3b)")]
    [InlineData("fault-recheck", "-fault-pte-same", "rule (2)")]
    public void Check_RuleOfTheContractBroken_NamesIt(string id, string configuration, string rule) =>
        Assert.StartsWith(rule, ScenarioChecker.Check(Of(id), Configuration.Parse(configuration)).Failure!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("pae-gup", "change=set clear=stores", "nothing is cleared")]
    [InlineData("pae-gup", "recheck=lockless", "no difference to judged=read")]
    [InlineData("contpte", "writer=fold target=first", "sets the last entry")]
    [InlineData("contpte-gup", "recheck=raw", "belong together")]
    [InlineData("contpte-gup", "zap=none", "nothing happens")]
    [InlineData("contpte-progress", "context=nmi", "cpus=1")]
    [InlineData("contpte-progress", "cpus=1 vcpu=writer-halts", "needs two CPUs")]
    [InlineData("fault-recheck", "arch=x86-pae", "belong together")]
    [InlineData("fault-recheck", "entry=generic spec=weak", "entry=contpte")]
    public void Build_ConfigurationWithoutSense_IsRefused(string id, string configuration, string expected) =>
        Assert.Contains(expected, Assert.Throws<ScenarioException>(() => Of(id).Build(Configuration.Parse(configuration))).Message, StringComparison.Ordinal);

    [Fact]
    public void HasTranslation_EntriesOfTwoWords_IsFalse() => Assert.False(Architecture.X86Pae.HasTranslation);

    private static Scenario Of(string id) => Catalogue.Find("lockless-pte/" + id)!;
}
