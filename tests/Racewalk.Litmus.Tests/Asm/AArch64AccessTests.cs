namespace Racewalk.Litmus.Tests.Asm;

/// <summary>The events of AArch64 loads and stores.</summary>
public sealed class AArch64AccessTests
{
    private const string Table = """
        > AArch64 | 0:X1=x; | LDR W0,[X1]
        = 0:rX1a 1:R4(x) 2:wX0 d{0-1 1-2}
        > AArch64 | 0:X1=x; | ldr w0, [x1, #4]
        = 0:rX1a 1:R4(x+4) 2:wX0 d{0-1 1-2}
        > AArch64 | 0:X1=x; | LDR W0,[X1,#4]!
        = 0:rX1a 1:wX1 2:R4(x+4) 3:wX0 d{0-1 0-2 2-3}
        > AArch64 | 0:X1=x; | LDR W0,[X1],#4
        = 0:rX1a 1:wX1 2:R4(x) 3:wX0 d{0-1 0-2 2-3}
        > AArch64 | 0:X1=x; | LDR W0,[X1,W2,SXTW]
        = 0:rX1a 1:rX2a 2:R4(x) 3:wX0 d{0-2 1-2 2-3}
        > AArch64 | 0:X1=x; 0:X2=1; | LDR X0,[X1,X2,LSL #3]
        = 0:rX1a 1:rX2a 2:R8(x+8) 3:wX0 d{0-2 1-2 2-3}
        > AArch64 | 0:X1=x; | LDRSB X0,[X1]
        = 0:rX1a 1:R1(x) 2:wX0 d{0-1 1-2}
        > AArch64 | 0:X1=x; | LDAR W0,[X1]
        = 0:rX1a 1:R4(x)[A] 2:wX0 d{0-1 1-2}
        > AArch64 | 0:X1=x; | LDAPRH W0,[X1]
        = 0:rX1a 1:R2(x)[Q] 2:wX0 d{0-1 1-2}
        > AArch64 | 0:X1=x; | STR W0,[X1]
        = 0:rX0d 1:rX1a 2:W4(x) d{0-2 1-2}
        > AArch64 | 0:X1=x; | STR WZR,[X1]
        = 0:rX1a 1:W4(x) d{0-1}
        > AArch64 | 0:X1=x; | STRB W0,[X1],#1
        = 0:rX0d 1:rX1a 2:wX1 3:W1(x) d{0-3 1-2 1-3}
        > AArch64 | 0:X1=x; | STLR W0,[X1]
        = 0:rX0d 1:rX1a 2:W4(x)[L] d{0-2 1-2}
        > AArch64 | 0:X1=x; | LDP X2,X3,[X1],#16
        = 0:rX1a 1:wX1 2:R8(x) 3:R8(x+8) 4:wX2 5:wX3 d{0-1 0-2 0-3 2-4 3-5}
        > AArch64 | 0:X1=x; | LDIAPP W2,W3,[X1]
        = 0:rX1a 1:R4(x)[Q] 2:R4(x+4)[Q] 3:wX2 4:wX3 d{0-1 0-2 1-3 2-4} o{1-2}
        > AArch64 | 0:X1=x; | STP W2,W3,[X1]
        = 0:rX2d 1:rX3d 2:rX1a 3:W4(x) 4:W4(x+4) d{0-3 1-4 2-3 2-4}
        > AArch64 | 0:X1=x; | STILP W2,W3,[X1]
        = 0:rX2d 1:rX3d 2:rX1a 3:W4(x)[L] 4:W4(x+4)[L] d{0-3 1-4 2-3 2-4} o{3-4}
        """;

    public static TheoryData<string, string, string, string> Rows => AsmPaths.Table(Table);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Enumerate_HasTheseEventsAndEdges(string architecture, string init, string code, string paths) =>
        Assert.Equal(paths, AsmPaths.Render(architecture, init, code));
}
