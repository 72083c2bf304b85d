using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Checking;

/// <summary>A loop that only waits is no bound, and a loop that does anything else is one.</summary>
public sealed class WaitingLoopTests
{
    private const string Store = "MOV W9,#1\nSTR W9,[X1]";

    [Theory]
    [InlineData("L: LDR W0,[X1]\nCBZ W0,L")]
    [InlineData("L: LDR W0,[X1]\nCMP W0,#1\nDMB LD\nB.NE L")]
    [InlineData("L: LDXR W0,[X1]\nSTXR W2,W0,[X1]\nCBNZ W2,L")]
    [InlineData("L: LDXR W0,[X1]\nCBZ W0,L\nSTXR W2,W3,[X1]\nCBNZ W2,L")]
    public void Check_OfALoopThatWaits_IsWhole(string code) => Assert.Empty(Check(code, Store).Bounds);

    [Theory]
    [InlineData("L: LDR W0,[X1]\nSTR W0,[X4]\nCBZ W0,L")]
    [InlineData("L: LDR W0,[X1]\nADD W2,W2,#1\nCBZ W0,L")]
    [InlineData("L: LDR W0,[X1]\nADD W2,W2,W0\nCBZ W0,L")]
    [InlineData("L: SWP W2,W0,[X1]\nCBZ W0,L")]
    [InlineData("L: MOV W2,#1\nLDADD W2,W0,[X4]\nLDR W3,[X1]\nCBZ W3,L")]
    [InlineData("L: CBNZ W0,E\nLDR W0,[X1]\nB L\nE:")]
    public void Check_OfALoopThatDoesMore_IsCut(string code) => Assert.NotEmpty(Check(code, Store).Bounds);

    // Three rounds that leave different registers behind cannot be told by two.
    [Fact]
    public void Check_OfRoundsThatDiffer_IsCut()
    {
        string code = "L: LDR W0,[X1]\nCBZ W0,E\nCMP W0,#1\nB.EQ A\nCMP W0,#2\nB.EQ B\nMOV W7,#1\nB L\nA: MOV W5,#1\nB L\nB: MOV W6,#1\nB L\nE:";
        string store = "MOV W9,#1\nSTR W9,[X1]\nMOV W9,#2\nSTR W9,[X1]\nMOV W9,#3\nSTR W9,[X1]\nMOV W9,#0\nSTR W9,[X1]";
        LitmusResult result = Check(code, store, "exists (0:X5=1 /\\ 0:X6=1 /\\ 0:X7=1)");

        Assert.Equal(["thread 0 jumps back to L more than 2 times"], result.Bounds);
    }

    [Fact]
    public void Check_OfAWaitForWhatComesBehindABound_IsCut()
    {
        LitmusResult result = Check("L: MOV W2,#1\nLDADD W2,W3,[X4]\nCMP W3,#3\nB.NE L\nSTR W2,[X1]", "M: LDR W0,[X1]\nCBZ W0,M", "exists (1:X0=1)");

        Assert.Equal(["thread 0 jumps back to L more than 2 times"], result.Bounds);
    }

    [Fact]
    public void Check_OfThreadsThatWaitForEachOther_WarnsThatNothingEnds()
    {
        LitmusResult result = Check("L: LDR W0,[X1]\nCBZ W0,L\nSTR W0,[X4]", "M: LDR W0,[X4]\nCBZ W0,M\nSTR W0,[X1]");

        Assert.Empty(result.States);
        Assert.Equal("t.litmus: no execution of t ends: threads wait for what does not come", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Check_OfAWaitForAThreadThatFaultsInItsHandler_NamesTheMistake()
    {
        string text = "AArch64 t\n{ 0:X1=x; 1:X1=x; }\n P0 | P1 | P1.F ;\n L: LDR W0,[X1] | UDF #0 | UDF #0 ;\n CBZ W0,L | STR W9,[X1] | ;\nexists (true)\n";
        LitmusResult result = Check(text);

        Assert.Contains("thread P1 takes a fault within its exception handler", Assert.Single(result.Mistakes), StringComparison.Ordinal);
        Assert.Empty(result.States);
    }

    private static LitmusResult Check(string code, string store, string end = "exists (0:X0=1)")
    {
        string[] first = code.Split('\n');
        string[] second = store.Split('\n');
        IEnumerable<string> rows = Enumerable.Range(0, Math.Max(first.Length, second.Length))
            .Select(r => $" {(r < first.Length ? first[r] : "")} | {(r < second.Length ? second[r] : "")} ;");
        return Check($"AArch64 t\n{{ 0:X1=x; 0:X4=y; 1:X1=x; 1:X4=y; }}\n P0 | P1 ;\n{string.Join('\n', rows)}\n{end}\n");
    }

    private static LitmusResult Check(string text)
    {
        LitmusProgram program = LitmusReader.Lower(LitmusReader.Parse(new SourceText("t.litmus", text)));
        return LitmusChecker.Check(program, BuiltInModels.Get("armv8"));
    }
}
