namespace Racewalk.Litmus.Tests.Asm;

/// <summary>The events of Power instructions.</summary>
public sealed class PpcEventTests
{
    private const string Table = """
        > PPC | 0:r2=x; | lwz r1,0(r2)
        = 0:rr2a 1:R4(x) 2:wr1 d{0-1 1-2}
        > PPC | 0:r2=x; | stw r1,0(r2)
        = 0:rr1d 1:rr2a 2:W4(x) d{0-2 1-2}
        > PPC | 0:r2=x; | lwzx r1,r3,r2
        = 0:rr3a 1:rr2a 2:R4(x) 3:wr1 d{0-2 1-2 2-3}
        > PPC | 0:r2=x; | stdx r1,r0,r2
        = 0:rr1d 1:rr2a 2:W8(x) d{0-2 1-2}
        > PPC |  | li r1,1 ; mr r2,r1
        = 0:wr1 1:rr1 2:wr2 d{1-2}
        > PPC |  | addi r1,r2,1
        = 0:rr2 1:wr1 d{0-1}
        > PPC |  | xor r1,r2,r2
        = 0:rr2 1:wr1 d{0-1}
        > PPC |  | add. r1,r2,r3
        = 0:rr2 1:rr3 2:wr1 3:wcr0 d{0-2 0-3 1-2 1-3}
        > PPC | 0:r2=x; | lwz r1,0(r2) ; cmpw r1,r1 ; beq L ; L: isync
        = 0:rr2a 1:R4(x) 2:wr1 3:rr1 4:wcr0 5:rcr0 6:Branch[BCC] 7:Fence[ISYNC] d{0-1 1-2 3-4 5-6}
        > PPC | 0:r2=x; | lwz r1,0(r2) ; cmpwi r1,1 ; bne L ; sync ; L:
        = 0:rr2a 1:R4(x) 2:wr1 3:rr1 4:wcr0 5:rcr0 6:Branch[BCC] d{0-1 1-2 3-4 5-6}
        = 0:rr2a 1:R4(x) 2:wr1 3:rr1 4:wcr0 5:rcr0 6:Branch[BCC] 7:Fence[SYNC] d{0-1 1-2 3-4 5-6}
        > PPC | 0:r2=x; | lwarx r1,r0,r2 ; stwcx. r3,r0,r2
        = 0:rr2a 1:wRES 2:wRESADDR 3:R4(x)[EX] 4:wr1 5:rr3d 6:rRES 7:rRESADDR 8:rr2a 9:wRES 10:W4(x)[EX] 11:wcr0 d{0-1 0-2 0-3 3-4 5-9
          5-10 5-11 6-9 6-10 6-11 7-9 7-10 7-11 8-9 8-10 8-11} x{3-10}
        = 0:rr2a 1:wRES 2:wRESADDR 3:R4(x)[EX] 4:wr1 5:rr3d 6:rRES 7:rRESADDR 8:rr2a 9:wRES 10:wcr0 d{0-1 0-2 0-3 3-4 5-9 5-10 6-9 6-10
          7-9 7-10 8-9 8-10}
        > PPC |  | lwsync ; eieio
        = 0:Fence[LWSYNC] 1:Fence[EIEIO]
        """;

    public static TheoryData<string, string, string, string> Rows => AsmPaths.Table(Table);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Enumerate_HasTheseEventsAndEdges(string architecture, string init, string code, string paths) =>
        Assert.Equal(paths, AsmPaths.Render(architecture, init, code));
}
