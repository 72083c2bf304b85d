using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Asm;

/// <summary>What diagnostics say and where they point, and that what is not supported is refused by its name.</summary>
public sealed class AsmErrorTests
{
    [Theory]
    [InlineData("AArch64", "LDR W0", 8, "expected ',', found the end of the instruction")]
    [InlineData("AArch64", "LDR W0,X1", 9, "expected '[', found 'X1'")]
    [InlineData("AArch64", "LDR W0,[W1]", 10, "expected an X register, found 'W1'")]
    [InlineData("AArch64", "LDR W0,[X1", 12, "expected ']', found the end of the instruction")]
    [InlineData("AArch64", "LDR W0,[X1,foo]", 13, "expected a number or an index register, found 'foo'")]
    [InlineData("AArch64", "LDR W31,[X1]", 6, "expected a register, found 'W31'")]
    [InlineData("AArch64", "STXR X2,W0,[X1]", 7, "expected a W register, found 'X2'")]
    [InlineData("AArch64", "ADD W0,W1,X2", 12, "expected a W register, or a width such as SXTW after it")]
    [InlineData("AArch64", "EOR W0,W1,W2,SXTW", 15, "expected LSL, LSR, ASR or ROR, found 'SXTW'")]
    [InlineData("AArch64", "MOV W0,#", 10, "expected a number, found the end of the instruction")]
    [InlineData("AArch64", "MOVZ W0,#1,LSL #8", 17, "expected a shift by a multiple of 16")]
    [InlineData("AArch64", "TBZ W0,#32,L", 9, "expected a number from 0 to 31")]
    [InlineData("AArch64", "B.EQ", 6, "expected a label, found the end of the instruction")]
    [InlineData("AArch64", "CBZ W0,nowhere", 9, "thread 0 has no label 'nowhere'")]
    [InlineData("AArch64", "B .-8", 4, "'.-8' is outside of the code of thread 0")]
    [InlineData("AArch64", "DMB FOO", 6, "expected a domain such as SY, ISH or LD, found 'FOO'")]
    [InlineData("AArch64", "CSEL W0,W1,W2,XX", 16, "expected a condition such as EQ, found 'XX'")]
    [InlineData("AArch64", "NOP NOP", 6, "expected the end of the instruction, found 'NOP'")]
    [InlineData("AArch64", "#1", 2, "expected an instruction, found '#'")]
    [InlineData("X86", "MOV [x],[y]", 2, "MOV from memory to memory")]
    [InlineData("X86", "MOV $1,EAX", 2, "MOV to a number")]
    [InlineData("X86", "MOV EAX,", 10, "expected a register, a number or a memory operand, found the end of the instruction")]
    [InlineData("X86", "INC $1", 6, "expected a register or a memory operand, found a number")]
    [InlineData("X86", "LOCK MOV [x],EAX", 7, "LOCK needs an instruction that reads and writes memory, not MOV like this")]
    [InlineData("X86_64", "movl $1,(x", 12, "expected ')', found the end of the instruction")]
    [InlineData("PPC", "lwz r1,r2", 9, "expected a number, found 'r2'")]
    [InlineData("PPC", "lwz r1,0(r32)", 11, "expected a register, found 'r32'")]
    [InlineData("PPC", "beq", 5, "expected a label, found the end of the instruction")]
    public void Parse_OfWrongCode_SaysWhatWasExpected(string architecture, string code, int column, string problem)
    {
        LitmusException e = Assert.Throws<LitmusException>(() => AsmPaths.Program(architecture, "0:X1=x;".Replace("X1", Register(architecture)), code));
        Assert.Equal((4, column, problem, false), (e.Line, e.Column, e.Problem, e.IsRefusal));
        Assert.Equal($" {code} ;", e.SourceLine);
    }

    [Theory]
    [InlineData("AArch64", "STG X0,[X1]", 2, "the instruction STG is not supported")]
    [InlineData("AArch64", "TLBI IPAS2E1,X1", 7, "TLBI IPAS2E1 is not supported")]
    [InlineData("AArch64", "L: dc CVAU,X1", 8, "DC CVAU is not supported")]
    [InlineData("AArch64", "LDR Q0,[X1]", 6, "the register Q0 is not supported")]
    [InlineData("AArch64", "ADD V0.4S,V1.4S,V2.4S", 6, "the register V0.4S is not supported")]
    [InlineData("AArch64", "MOV X0,%reg", 9, "a symbolic register is not supported")]
    [InlineData("AArch64", "MRS X0,TTBR1_EL1", 9, "the system register TTBR1_EL1 is not supported")]
    [InlineData("AArch64", "LDUR W0,[X1,#4]!", 2, "LDUR with a changed base register is not supported")]
    [InlineData("X86", "CLFLUSH [x]", 2, "the instruction CLFLUSH is not supported")]
    [InlineData("X86", "MOVQ EAX,[x]", 2, "the instruction MOVQ is not supported")]
    [InlineData("X86", "MOV EAX,[16]", 11, "memory at a number is not supported")]
    [InlineData("PPC", "bl L", 2, "the instruction bl is not supported")]
    public void Parse_OfUnsupportedCode_RefusesItByName(string architecture, string code, int column, string problem)
    {
        LitmusException e = Assert.Throws<LitmusException>(() => AsmPaths.Program(architecture, "0:X1=x;".Replace("X1", Register(architecture)), code));
        Assert.Equal((4, column, problem, true), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }

    [Fact]
    public void Parse_WithALabelTwice_IsAnError()
    {
        LitmusException e = Assert.Throws<LitmusException>(() => AsmPaths.Program("AArch64", "", "L: NOP\nNOP\nL: NOP"));
        Assert.Equal((6, 2, "the label 'L' is there twice"), (e.Line, e.Column, e.Problem));
    }

    [Fact]
    public void Enumerate_OfAnAccessToCode_IsRefused()
    {
        LitmusException e = Assert.Throws<LitmusException>(() => AsmPaths.Render("AArch64", "", "L: ADR X1,L\nLDR W0,[X1]"));
        Assert.Equal((5, 2, "access to code as memory is not supported", true), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }

    private static string Register(string architecture) => architecture switch { "X86" => "EBX", "X86_64" => "RBX", "PPC" => "r2", _ => "X1" };
}
