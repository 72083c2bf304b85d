using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Exploring;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>
/// Litmus tests that tell the clauses of translation.md 2.2 apart, some of them in no published suite: with both engines, which must also count alike.
/// </summary>
public sealed class PageTableVerdictTests
{
    private const string Registers = """
        int64_t x=7; int64_t y=8; [PTE(x)]=(oa:PA(x)); [PTE(y)]=(oa:PA(y)); int64_t z=0; int64_t w=0;
        0:X1=(oa:PA(x),valid:0); 0:X2=PTE(x); 0:X3=x; 0:X4=z; 0:X5=1;
        1:X1=(oa:PA(y),valid:0); 1:X2=PTE(y); 1:X3=x; 1:X4=z; 1:X5=1; 1:X6=y;
        2:X1=(oa:PA(y),valid:0); 2:X2=PTE(y); 2:X3=x; 2:X4=z;
        3:X2=PTE(y); 3:X3=x; 3:X4=z;
        """;

    [Theory]

    // d2: an invalidation for all processors is not one moment for all of them.
    [InlineData(
        "STR X1,[X2] ; DSB SY ; TLBI VMALLE1IS ; DSB SY ; STR X5,[X4]",
        "LDR X10,[X4] ; DSB SY ; ISB ; LDR X11,[X6]",
        "STR X1,[X2]",
        "LDR X12,[X2] ; DSB SY ; ISB ; LDR X13,[X3]",
        "1:X10=1 /\\ 1:X11=8 /\\ 3:X12=(oa:PA(y),valid:0) /\\ 3:X13=7",
        "",
        true)]

    // d6: an address dependency orders the walk.
    [InlineData(
        "STR X1,[X2] ; DSB SY ; LSR X9,X3,#12 ; TLBI VAAE1IS,X9 ; DSB SY ; LDR X10,[X4] ; EOR X11,X10,X10 ; LDR X12,[X3,X11]", "", "", "", "0:X12=7", "", false)]
    [InlineData(
        "STR X1,[X2] ; DSB SY ; LSR X9,X3,#12 ; TLBI VAAE1IS,X9 ; DSB SY ; LDR X10,[X4] ; LDR X12,[X3]", "", "", "", "0:X12=7", "", true)]
    [InlineData(
        "STR X1,[X2] ; DSB SY ; LSR X9,X3,#12 ; TLBI VAAE1IS,X9 ; DSB SY ; LDR X10,[X4] ; LDR X12,[X3]", "", "", "", "0:X12=7", "ETS2", false)]

    // d7: a control dependency orders an invalidation.
    [InlineData(
        "STR X1,[X2] ; DMB ST ; STR X5,[X4]",
        "LDR X10,[X4] ; CBNZ X10,L0 ; L0: ; LSR X9,X3,#12 ; TLBI VAAE1IS,X9 ; DSB SY ; ISB ; LDR X11,[X3]",
        "",
        "",
        "1:X10=1 /\\ 1:X11=7",
        "",
        false)]

    // The address of an invalidation is no address of an access: it orders no later store.
    [InlineData(
        "LDR X10,[X4] ; STR X10,[X3]",
        "LDR X10,[X3] ; EOR X11,X10,X10 ; ADD X9,X11,X3 ; LSR X9,X9,#12 ; TLBI VAAE1IS,X9 ; STR X5,[X4]",
        "",
        "",
        "0:X10=1 /\\ 1:X10=1",
        "",
        true)]

    // A DMB orders no walk, and an acquire orders a fault but not the walk that led to it.
    [InlineData("STR X1,[X2] ; DMB SY ; STR X5,[X4]", "LDR X10,[X4] ; DMB SY ; LDR X11,[X3]", "", "", "1:X10=1 /\\ 1:X11=7", "", true)]
    public void Check_PageTables_BothEnginesHaveTheVerdict(string first, string second, string third, string fourth, string condition, string ets, bool allowed)
    {
        string text = Write([first, second, third, fourth], condition, ets);

        LitmusResult explorer = LitmusExplorer.Check(Read(text), MemoryModel.Armv8);

        LitmusResult candidates = LitmusChecker.Check(Read(text), BuiltInModels.Get("armv8-vmsa"));
        Assert.Equal(allowed, explorer.Positive > 0);
        Assert.Equal(candidates.States, explorer.States);
    }

    [Theory]
    [InlineData("sc", "page tables of AArch64 under the model sc")]
    [InlineData("tso", "page tables of AArch64 under the model tso")]
    public void Check_PageTablesUnderAnotherModel_AreRefusedByName(string model, string reason)
    {
        LitmusProgram program = Read(Write(["LDR X10,[X3]", "", "", ""], "0:X10=1", ""));

        LitmusException e = Assert.Throws<LitmusException>(() => LitmusExplorer.Check(program, MemoryModel.All.Single(m => m.Name == model)));

        Assert.True(e.IsRefusal);
        Assert.EndsWith(reason, e.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AT S1E1R,X3", "a walk without an access, whose outcome nothing is ordered behind")]
    [InlineData("LDXR X10,[X3] ; STXR W11,X5,[X3]", "a read-modify-write with two addresses")]
    public void Check_WhatTheExplorerDoesNotTake_IsRefusedByName(string code, string reason)
    {
        LitmusProgram program = Read(Write([code, "", "", ""], "0:X10=1", ""));

        LitmusException e = Assert.Throws<LitmusException>(() => LitmusExplorer.Check(program, MemoryModel.Armv8));

        Assert.True(e.IsRefusal);
        Assert.EndsWith(reason, e.Problem, StringComparison.Ordinal);
    }

    private static string Write(string[] threads, string condition, string ets)
    {
        string[][] code = [.. threads.Select(static t => t.Split(" ; ", StringSplitOptions.RemoveEmptyEntries))];
        string rows = string.Concat(Enumerable.Range(0, code.Max(static c => c.Length))
            .Select(r => string.Join(" | ", code.Select(c => r < c.Length ? c[r] : "")) + " ;\n"));
        return $"AArch64 test\nVariant=vmsa,fatal{(ets.Length > 0 ? "," + ets : "")}\n{{\n{Registers}\n}}\nP0 | P1 | P2 | P3 ;\n{rows}\nexists ({condition})\n";
    }

    private static LitmusProgram Read(string text) => LitmusReader.Lower(LitmusReader.Parse(new SourceText("test.litmus", text)));
}
