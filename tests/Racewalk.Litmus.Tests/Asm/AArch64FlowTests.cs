namespace Racewalk.Litmus.Tests.Asm;

/// <summary>The events of AArch64 arithmetic, branches, conditional selects and exceptions.</summary>
public sealed class AArch64FlowTests
{
    private const string Table = """
        > AArch64 |  | ADD W0,W1,#1
        = 0:rX1 1:wX0 d{0-1}
        > AArch64 |  | EOR W0,W1,W1
        = 0:rX1 1:wX0 d{0-1}
        > AArch64 |  | SUBS X0,X1,W2,SXTW
        = 0:rX1 1:rX2 2:wX0 3:wNZCV d{0-2 0-3 1-2 1-3}
        > AArch64 |  | CMP W0,#1
        = 0:rX0 1:wNZCV d{0-1}
        > AArch64 | 0:X1=x; | LDR W0,[X1] ; CMP W0,#1 ; B.EQ L ; ISB ; L:
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:wNZCV 5:rNZCV 6:Branch[BCC] d{0-1 1-2 3-4 5-6}
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:wNZCV 5:rNZCV 6:Branch[BCC] 7:Fence[ISB] d{0-1 1-2 3-4 5-6}
        > AArch64 | 0:X1=x; | LDR W0,[X1] ; CBNZ W0,L ; DMB ISHLD ; L:
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:Branch[BCC] d{0-1 1-2 3-4}
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:Branch[BCC] 5:Fence[DMB.ISHLD] d{0-1 1-2 3-4}
        > AArch64 | 0:X1=x; | LDR W0,[X1] ; TBZ W0,#3,L ; DSB SY ; L:
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:Branch[BCC] d{0-1 1-2 3-4}
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:Branch[BCC] 5:Fence[DSB.SY] d{0-1 1-2 3-4}
        > AArch64 | 0:X1=x; | LDR W0,[X1] ; CMP W0,#1 ; CSEL W2,W3,WZR,EQ
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:wNZCV 5:rNZCV 6:Branch 7:rX3 8:wX2 d{0-1 1-2 3-4 5-6 7-8} c{6-7}
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:wNZCV 5:rNZCV 6:Branch 7:wX2 d{0-1 1-2 3-4 5-6} c{6-7}
        > AArch64 |  | BL L ; B E ; L: RET ; E:
        = 0:wX30 1:rX30 2:Branch[BCC] d{1-2}
        > AArch64 |  | ADR X0,L ; BR X0 ; MOV X1,#1 ; L:
        = 0:wX0 1:rX0 2:Branch[BCC] d{1-2}
        > AArch64 |  | L0: UDF #0 ; MOV W0,#1
        = 0:Fault[EXC-ENTRY,FAULT,UndefinedInstruction] 1:wELR_EL1 fault(L0,UndefinedInstruction)
        > AArch64 |  | L0: SVC #3 ; DMB SY
        = 0:Fault[EXC-ENTRY,FAULT,SVC] 1:wELR_EL1 2:wESR_EL1 fault(L0,SupervisorCall)
        > AArch64 |  | MRS X0,NZCV ; MSR NZCV,X1
        = 0:rNZCV 1:wX0 2:rX1 3:wNZCV d{0-1 2-3}
        > AArch64 | 0:X1=x; | L: LDR W0,[X1] ; CBNZ W0,L
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:Branch[BCC] 5:rX1a 6:R4(x) 7:wX0 8:rX0 9:Branch[BCC] 10:rX1a 11:R4(x) 12:wX0 13:rX0
          14:Branch[BCC] d{0-1 1-2 3-4 5-6 6-7 8-9 10-11 11-12 13-14} cut(thread 0 jumps back to L more than 2 times) waits
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:Branch[BCC] 5:rX1a 6:R4(x) 7:wX0 8:rX0 9:Branch[BCC] 10:rX1a 11:R4(x) 12:wX0 13:rX0
          14:Branch[BCC] d{0-1 1-2 3-4 5-6 6-7 8-9 10-11 11-12 13-14}
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:Branch[BCC] 5:rX1a 6:R4(x) 7:wX0 8:rX0 9:Branch[BCC] d{0-1 1-2 3-4 5-6 6-7 8-9}
        = 0:rX1a 1:R4(x) 2:wX0 3:rX0 4:Branch[BCC] d{0-1 1-2 3-4}
        > AArch64 |  | L: B L
        = cut(thread 0 runs more than 10000 instructions)
        """;

    public static TheoryData<string, string, string, string> Rows => AsmPaths.Table(Table);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Enumerate_HasTheseEventsAndEdges(string architecture, string init, string code, string paths) =>
        Assert.Equal(paths, AsmPaths.Render(architecture, init, code));
}
