namespace Racewalk.Litmus.Tests.Asm;

/// <summary>The events of AArch64 exclusive and atomic instructions.</summary>
public sealed class AArch64AtomicTests
{
    private const string Table = """
        > AArch64 | 0:X1=x; | LDXR W0,[X1] ; STXR W2,W3,[X1]
        = 0:rX1a 1:wRESADDR 2:R4(x)[EX] 3:wX0 4:rRESADDR 5:rX1a 6:rX3d 7:wRESADDR 8:W4(x)[EX] 9:wX2 d{0-1 0-2 2-3 5-8 6-8} c{4-7 4-8}
          x{2-8}
        = 0:rX1a 1:wRESADDR 2:R4(x)[EX] 3:wX0 4:rRESADDR 5:rX1a 6:rX3d 7:wRESADDR 8:wX2 d{0-1 0-2 2-3} c{4-7}
        > AArch64 | 0:X1=x; | LDAXP W0,W4,[X1] ; STLXP W2,W3,W5,[X1]
        = 0:rX1a 1:wRESADDR 2:R4(x)[A,EX] 3:wX0 4:R4(x+4)[A,EX] 5:wX4 6:rRESADDR 7:rX1a 8:rX3d 9:rX5d 10:wRESADDR 11:W4(x)[EX,L]
          12:W4(x+4)[EX,L] 13:wX2 d{0-1 0-2 0-4 2-3 4-5 7-11 7-12 8-11 9-12} c{6-10 6-11 6-12} x{2-11 4-12}
        = 0:rX1a 1:wRESADDR 2:R4(x)[A,EX] 3:wX0 4:R4(x+4)[A,EX] 5:wX4 6:rRESADDR 7:rX1a 8:rX3d 9:rX5d 10:wRESADDR 11:wX2 d{0-1 0-2 0-4
          2-3 4-5} c{6-10}
        > AArch64 | 0:X1=x; | STXR W2,W3,[X1]
        = 0:rRESADDR 1:rX1a 2:rX3d 3:wRESADDR 4:wX2 c{0-3}
        > AArch64 | 0:X1=x; 0:X5=y; | LDXR W0,[X5] ; STXR W2,W3,[X1]
        = 0:rX5a 1:wRESADDR 2:R4(y)[EX] 3:wX0 4:rRESADDR 5:rX1a 6:rX3d 7:wRESADDR 8:wX2 d{0-1 0-2 2-3} c{4-7}
        > AArch64 | 0:X1=x; | LDXRH W0,[X1] ; STXR W2,W3,[X1]
        = 0:rX1a 1:wRESADDR 2:R2(x)[EX] 3:wX0 4:rRESADDR 5:rX1a 6:rX3d 7:wRESADDR 8:wX2 d{0-1 0-2 2-3} c{4-7}
        > AArch64 | 0:X1=x; | SWPAL W0,W2,[X1]
        = 0:rX0d 1:rX1a 2:R4(x)[A,X] 3:W4(x)[L,X] 4:wX2 d{0-3 1-2 1-3 2-4} o{2-3} x{2-3}
        > AArch64 | 0:X1=x; | SWPA W0,WZR,[X1]
        = 0:rX0d 1:rX1a 2:R4(x)[NoRet,X] 3:W4(x)[X] d{0-3 1-2 1-3} o{2-3} x{2-3}
        > AArch64 | 0:X1=x; | LDADD W0,W2,[X1]
        = 0:rX0d 1:rX1a 2:R4(x)[X] 3:W4(x)[X] 4:wX2 d{0-3 1-2 1-3 2-3 2-4} x{2-3}
        > AArch64 | 0:X1=x; | STCLRL X0,[X1]
        = 0:rX0d 1:rX1a 2:R8(x)[NoRet,X] 3:W8(x)[L,X] d{0-3 1-2 1-3 2-3} x{2-3}
        > AArch64 | 0:X1=x; | CASA W0,W2,[X1]
        = 0:rX1a 1:rX0d 2:R4(x)[A,X] 3:Branch 4:rX2d 5:W4(x)[X] 6:wX0 d{0-2 0-5 1-3 2-3 2-6 4-5} c{3-5} x{2-5}
        = 0:rX1a 1:rX0d 2:R4(x)[A,X] 3:Branch 4:rX2d 5:W4(x)[X] 6:wX0 d{0-2 0-5 1-3 1-6 2-3 4-5} c{3-5 3-6} x{2-5}
        = 0:rX1a 1:rX0d 2:R4(x)[A] 3:Branch 4:wX0 d{0-2 1-3 2-3 2-4}
        = 0:rX1a 1:rX0d 2:R4(x)[A,X] 3:Branch 4:W4(x)[X] 5:wX0 d{0-2 0-4 1-3 2-3 2-4 2-5} c{3-4} x{2-4}
        > AArch64 | 0:X1=x; | CAS WZR,W2,[X1]
        = 0:rX1a 1:R4(x)[NoRet,X] 2:Branch 3:rX2d 4:W4(x)[X] d{0-1 0-4 1-2 3-4} c{2-4} x{1-4}
        = 0:rX1a 1:R4(x)[NoRet,X] 2:Branch d{0-1 1-2}
        = 0:rX1a 1:R4(x)[NoRet,X] 2:Branch 3:W4(x)[X] d{0-1 0-3 1-2 1-3} c{2-3} x{1-3}
        > AArch64 | 0:X1=x; | CASP W2,W3,WZR,WZR,[X1]
        = 0:rX1a 1:rX2d 2:rX3d 3:R4(x)[X] 4:R4(x+4)[X] 5:Branch 6:W4(x)[X] 7:W4(x+4)[X] 8:wX2 9:wX3 d{0-3 0-4 0-6 0-7 1-5 2-5 3-5 3-8
          4-5 4-9} c{5-6 5-7} x{3-6 4-7}
        = 0:rX1a 1:rX2d 2:rX3d 3:R4(x)[X] 4:R4(x+4)[X] 5:Branch 6:W4(x)[X] 7:W4(x+4)[X] 8:wX2 9:wX3 d{0-3 0-4 0-6 0-7 1-5 1-8 2-5 2-9
          3-5 4-5} c{5-6 5-7 5-8 5-9} x{3-6 4-7}
        = 0:rX1a 1:rX2d 2:rX3d 3:R4(x) 4:R4(x+4) 5:Branch 6:wX2 7:wX3 d{0-3 0-4 1-5 2-5 3-5 3-6 4-5 4-7}
        = 0:rX1a 1:rX2d 2:rX3d 3:R4(x)[X] 4:R4(x+4)[X] 5:Branch 6:W4(x)[X] 7:W4(x+4)[X] 8:wX2 9:wX3 d{0-3 0-4 0-6 0-7 1-5 2-5 3-5 3-6
          3-8 4-5 4-7 4-9} c{5-6 5-7} x{3-6 4-7}
        """;

    public static TheoryData<string, string, string, string> Rows => AsmPaths.Table(Table);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Enumerate_HasTheseEventsAndEdges(string architecture, string init, string code, string paths) =>
        Assert.Equal(paths, AsmPaths.Render(architecture, init, code));
}
