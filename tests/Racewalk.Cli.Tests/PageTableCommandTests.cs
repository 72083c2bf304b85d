using System.Text.Json;

namespace Racewalk.Cli.Tests;

/// <summary>Litmus tests of page tables on the command line: what is said where, and the exit codes.</summary>
public sealed class PageTableCommandTests : IDisposable
{
    private const string FaultsInHandler =
        "AArch64 nested\n{\n[PTE(x)]=(valid:1); 0:X1=x; 1:X4=(oa:PA(x), valid:0); 1:X5=PTE(x);\n}\n P0 | P0.F | P1 ;\n LDR W0,[X1] | LDR W3,[X1] | STR X4,[X5] ;\nexists (0:X0=0)\n";

    private const string EarlyWalk =
        "AArch64 early\n{\n[PTE(x)]=(valid:0); 0:X2=PTE(x); 0:X3=(oa:PA(x)); 0:X5=y; 1:X1=x; 1:X5=y;\n}\n P0 | P1 ;\n STR X3,[X2] | LDR W4,[X5] ;\n DMB ST | L0: ;\n"
        + " MOV W4,#1 | LDR W0,[X1] ;\n STR W4,[X5] | ;\nexists (1:X4=1 /\\ fault(P1:L0,x))\n";

    private const string Unshifted = "AArch64 unshifted\n{\n[PTE(x)]=(valid:1); 0:X1=x;\n}\n P0 ;\n TLBI VAE1IS,X1 ;\nexists (x=0)\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-litmus-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Litmus_FaultInAHandler_NamesThePlaceAndPrintsTheOtherExecutions()
    {
        TestRun run = Run(FaultsInHandler);

        Assert.Contains("nested.litmus:6:16: thread P0 takes a fault within its exception handler\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("; executions that do are left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("Observation nested Always", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }

    [Fact]
    public void Litmus_FaultInAHandlerAsATable_IsAnError() =>
        Assert.Contains(" error ", Run(FaultsInHandler, "--format", "table").Output, StringComparison.Ordinal);

    [Fact]
    public void Litmus_FaultInAHandlerAsJson_HasTheMistakeAndTheStates()
    {
        JsonElement result = Json(Run(FaultsInHandler, "--format", "json"));

        Assert.Equal("error", result.GetProperty("verdict").GetString());
        Assert.Contains("handler", result.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, result.GetProperty("mistakes").GetArrayLength());
        Assert.Equal(0, result.GetProperty("warnings").GetArrayLength());
        Assert.Equal(1, result.GetProperty("states").GetArrayLength());
    }

    [Fact]
    public void Litmus_TlbiOfNoPage_WarnsAndHolds()
    {
        TestRun run = Run(Unshifted);

        Assert.Contains("unshifted.litmus:6:2: TLBI of what is no page of the test invalidates nothing", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Holds, run.ExitCode);
        Assert.Equal(1, Json(Run(Unshifted, "--format", "json")).GetProperty("warnings").GetArrayLength());
    }

    [Theory]
    [InlineData(null, ExitCodes.Holds)]
    [InlineData("vmsa", ExitCodes.Holds)]
    [InlineData("ets2", ExitCodes.Violated)]
    [InlineData("ETS2", ExitCodes.Violated)]
    [InlineData("vmsa,fatal,ets2", ExitCodes.Violated)]
    public void Litmus_Variant_IsTheTestsAsWell(string? variant, int exitCode) =>
        Assert.Equal(exitCode, (variant is null ? Run(EarlyWalk) : Run(EarlyWalk, "--variant", variant)).ExitCode);

    [Fact]
    public void Litmus_UnknownVariant_NamesTheNearest()
    {
        TestRun run = Run(EarlyWalk, "--variant", "vmas");

        Assert.Contains("unknown variant 'vmas'; did you mean 'vmsa'?", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }

    [Theory]
    [InlineData("says nothing of page tables", "--model", "armv8")]
    [InlineData("the explorer does not take this test: page tables of AArch64 under the model sc", "--engine", "explorer", "--model", "sc")]
    public void Litmus_WithoutTranslation_IsRefused(string message, params string[] arguments)
    {
        TestRun run = Run(EarlyWalk, arguments);

        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }

    [Fact]
    public void Litmus_Why_NamesWalksAndTheHardware()
    {
        TestRun run = Run(EarlyWalk, "--variant", "ets2", "--why", "--format", "table");

        Assert.Contains("R{walk}[PTE(x)]=(oa:PA(x), valid:0)", run.Output, StringComparison.Ordinal);
        Assert.Contains("violates external", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Litmus_DotOfUpdates_ShowsTheHardwareApart()
    {
        string pictures = Path.Combine(_folder.FullName, "pictures");
        Run("AArch64 aged\nTTHM=HA\n{\n[PTE(x)]=(af:0); 0:X1=PTE(x);\n}\n P0 ;\n LDR X0,[X1] ;\nexists (0:X0=(oa:PA(x)))\n", "--dot", pictures);

        string dot = File.ReadAllText(Path.Combine(pictures, "aged.dot"));
        Assert.Contains("label=\"Hardware\"", dot, StringComparison.Ordinal);
        Assert.DoesNotContain("Thread 1", dot, StringComparison.Ordinal);
    }

    private static JsonElement Json(TestRun run) => JsonDocument.Parse(run.Output).RootElement.GetProperty("results")[0];

    private TestRun Run(string text, params string[] arguments)
    {
        string path = Path.Combine(_folder.FullName, text.Split(' ', '\n')[1] + ".litmus");
        File.WriteAllText(path, text);
        return TestRun.Of(TestRun.Fake(), ["litmus", path, .. arguments]);
    }
}
