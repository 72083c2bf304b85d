using Racewalk.Machine;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Tests;

/// <summary>What hvo scenarios refuse, and what they say of what breaks.</summary>
public sealed class HvoScenarioTests
{
    private const string Optimise = "hvo/optimise-vs-speculative-get";

    public static TheoryData<string> Ids => [.. Catalogue.All.Select(static s => s.Id).Where(static id => id.StartsWith("hvo/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Architectures_without_translation_are_refused(string id)
    {
        foreach (string arch in (string[])["sc", "lkmm", "ppc64-hash"])
        {
            Assert.Contains($"not modelled on {arch} here", Refusal(id, $"arch={arch}"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Optimise, "arch=x86-64 bbm-rule=ignored", "axis bbm-rule is arm64's")]
    [InlineData(Optimise, "vmemmap-pages=1", "nothing to free")]
    [InlineData(Optimise, "era=E7 order=gp-first", "neither grace period nor static key")]
    [InlineData(Optimise, "era=E3 key=off", "nobody looks at the key")]
    [InlineData(Optimise, "order=key-late", "needs key=off")]
    [InlineData(Optimise, "-split-wmb", "not in hvo/optimise-vs-speculative-get")]
    [InlineData(Optimise, "era=E4 -ref-acquire", "not in hvo/optimise-vs-speculative-get")]
    [InlineData(Optimise, "era=E7 -synchronize-rcu", "not in hvo/optimise-vs-speculative-get")]
    [InlineData(Optimise, "memmap=block mode=batch -split-flush", "not in hvo/optimise-vs-speculative-get")]
    [InlineData("hvo/restore-vs-speculative-get", "era=E7 -reset-struct-pages", "not in hvo/restore-vs-speculative-get")]
    [InlineData("hvo/hwpoison", "attempt=last -hwpoison-check-freed", "not in hvo/hwpoison")]
    [InlineData("hvo/publish", "what=fields -remap-wmb", "not in hvo/publish")]
    [InlineData("hvo/batch", "model=sc", "sc has no address translation of x86-64")]
    public void Configurations_without_sense_are_refused(string id, string configuration, string expected) =>
        Assert.Contains(expected, Refusal(id, configuration), StringComparison.Ordinal);

    [Theory]
    [InlineData(Optimise, "era=E4", ViolationKind.UnhandledFault, "never false-positive (S1)")]
    [InlineData(Optimise, "era=E7", ViolationKind.UnhandledFault, "read-only by now (S1)")]
    [InlineData(Optimise, "order=free-first", ViolationKind.UseAfterFree, "freed")]
    [InlineData(Optimise, "mode=batch order=flag-late", ViolationKind.LostData, "(S3)")]
    [InlineData(Optimise, "arch=arm64", ViolationKind.BreakBeforeMake, "break-before-make is needed")]
    [InlineData("hvo/restore-vs-speculative-get", "-reset-struct-pages", ViolationKind.Assertion, "(S7, bad_page)")]
    [InlineData("hvo/speculative-read", "start=tail", ViolationKind.Assertion, "(S4)")]
    [InlineData("hvo/split-vs-split", "-split-recheck", ViolationKind.LostData, "is lost")]
    [InlineData("hvo/hwpoison", "attempt=last", ViolationKind.LostData, "(S3)")]
    public void What_breaks_is_named(string id, string configuration, ViolationKind kind, string expected)
    {
        FailureNote failure = ScenarioChecker.Check(Catalogue.Find(id)!, Configuration.Parse(configuration)).Failure!;
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pte[1]", 0, "none")]
    [InlineData("pte[1]", 8, "invalid(0x8)")]
    [InlineData("pte[1]", 0x5401, "leaf(H,RO)")]
    [InlineData("pte[1]", 0x4425, "leaf(F1,RW)")]
    [InlineData("pmd", 0x2403, "table(pte)")]
    [InlineData("pte[0]", 0x1ff401, "leaf(pfn=511,RO)")]
    [InlineData("H[0]._refcount", ulong.MaxValue, "-1")]
    [InlineData("H[0].compound_head", 0xffff_d400_0000_0001, "head|1")]
    [InlineData("H[1].compound_head", 0xffff_ffff_ffff_e001, "mask|1")]
    [InlineData("H[1].compound_head", 0x10, "0x10")]
    [InlineData("N[0].flags", 0x6a_6ba6e0, "garbage")]
    [InlineData("F1[0].flags", Poison.Freed, "freed")]
    [InlineData("F1[0].flags", 2, null)]
    public void Values_are_decoded_with_the_names_of_frames(string location, ulong value, string? expected)
    {
        ScenarioInstance instance = Catalogue.Find(Optimise)!.Build(Configuration.Parse(""));
        ulong address = instance.Program.Initial.Keys.First(a => instance.Program.LocationName(a) == location);
        Assert.Equal(expected, instance.FormatValue!(address, value));
    }

    private static string Refusal(string id, string configuration) =>
        Assert.Throws<ScenarioException>(() => Catalogue.Find(id)!.Build(Configuration.Parse(configuration))).Message;
}
