namespace Racewalk.Litmus.Tests.Asm;

/// <summary>What instructions compute; values are hexadecimal.</summary>
public sealed class AsmValueTests
{
    private const string Table = """
        > AArch64 |  | MOV W0,#-1 ; MOV X1,#-1
        = X0 X1 | ffffffff ffffffffffffffff
        > AArch64 |  | MOVZ X0,#42,LSL #16 ; MOVN W1,#0 ; MOVK X0,#1,LSL #48
        = X0 X1 | 10000002a0000 ffffffff
        > AArch64 | 0:X1=3; | ADD W0,W1,#1,LSL #12 ; SUB X2,XZR,X1 ; NEG W3,W1 ; MVN W4,W1
        = X0 X2 X3 X4 | 1003 fffffffffffffffd fffffffd fffffffc
        > AArch64 | 0:X1=255; 0:X2=15; | BIC W0,W1,W2 ; ORN X3,X2,X1 ; EON W4,W1,W2 ; AND X5,X1,X2,LSL #4
        = X0 X3 X4 X5 | f0 ffffffffffffff0f ffffff0f f0
        > AArch64 | 0:X1=255; | ORR W2,WZR,W1,ROR 4 ; ORR W3,WZR,W2,ASR 4 ; LSL W4,W1,#28 ; LSR W5,W4,#4 ; ASR X6,X4,#31 ; ROR X7,X1,#8
        = X2 X3 X4 X5 X6 X7 | f000000f ff000000 f0000000 f000000 1 ff00000000000000
        > AArch64 | 0:X1=0x80; 0:X2=0xFFFFFFFF; | SXTB W3,W1 ; SXTW X4,W2 ; UXTH W5,W2 ; ADD X6,XZR,W1,SXTB 2 ; ADD X7,X1,W2,UXTW
        = X3 X4 X5 X6 X7 | ffffff80 ffffffffffffffff ffff fffffffffffffe00 10000007f
        > AArch64 | 0:X19=0x55667788; 0:X18=0xAA998878; | UBFM W20,W19,#4,#31 ; UBFM W21,W19,#24,#7 ; SBFM W22,W18,#4,#31 ; SBFM W23,W18,#24,#7 ; UBFX W24,W19,#8,#8
        = X20 X21 X22 X23 X24 | 5566778 8800 faa99887 7800 77
        > AArch64 | 0:X1=0x87654321; 0:X3=0xfedcba87654321; | RBIT W2,W1 ; RBIT X4,X3 ; REV W5,W1 ; REV X6,X3 ; REV16 W7,W1 ; REV32 X8,X3
        = X2 X4 X5 X6 X7 X8 | 84c2a6e1 84c2a6e15d3b7f00 21436587 21436587badcfe00 65872143 badcfe0021436587
        > AArch64 | 0:X1=128; 0:X2=15; | SMULL X3,W2,W1 ; MOV W1,#-1 ; SMADDL X4,W2,W1,X3 ; UMULL X6,W1,W1 ; MUL W7,W1,W2 ; SMNEGL X5,W1,W1
        = X3 X4 X6 X7 X5 | 780 771 fffffffe00000001 fffffff1 ffffffffffffffff
        > AArch64 | 0:X1=0x80000000; | ABS W2,W1 ; MOV X3,#-5 ; ABS X4,X3 ; EXTR W5,W1,W3,#4
        = X2 X4 X5 | 80000000 5 fffffff
        > AArch64 | 0:X1=1; | CMP W1,#2 ; MRS X0,NZCV
        = X0 | 80000000
        > AArch64 | 0:X1=2; | CMP W1,#2 ; MRS X0,NZCV
        = X0 | 60000000
        > AArch64 | 0:X1=0x80000000; | CMP W1,#1 ; MRS X0,NZCV
        = X0 | 30000000
        > AArch64 | 0:X1=0x7FFFFFFF; | ADDS W2,W1,#1 ; MRS X0,NZCV
        = X2 X0 | 80000000 90000000
        > AArch64 | 0:X1=0xFFFFFFFF; | ADDS W2,W1,#1 ; MRS X0,NZCV
        = X2 X0 | 0 60000000
        > AArch64 | 0:X1=0x8000000000000000; | ADDS X2,X1,X1 ; MRS X0,NZCV
        = X2 X0 | 0 70000000
        > AArch64 | 0:X1=6; 0:X2=8; | TST X1,X2 ; MRS X0,NZCV
        = X0 | 40000000
        > AArch64 | 0:X1=0xF0000000; | MSR NZCV,X1 ; CSET W2,MI ; CSET W3,VC ; CSET W4,HI ; CSET W5,GE ; CSET W6,GT ; CSET W7,LE
        = X2 X3 X4 X5 X6 X7 | 1 0 0 1 0 1
        > AArch64 | 0:X0=1; 0:X2=5; | CMP W0,W0 ; CSINV W1,W2,W0,NE ; CSNEG X3,X0,X2,NE ; CSETM X4,EQ ; CINC W5,W2,EQ
        = X1 X3 X4 X5 | fffffffe fffffffffffffffb ffffffffffffffff 6
        > AArch64 | 0:X0=10; | L: ADD W1,W1,#1 ; SUBS W0,W0,#1 ; B.NE L
        = X0 X1 | 0 a
        > AArch64 | 0:X1=x; | MOV X0,X1 ; MOV W2,W1 ; ADD X3,X1,#8
        = X0 X2 X3 | 200000000 200000000 200000008
        > X86 |  | MOV EAX,$-1 ; ADD EAX,$2 ; MOV EBX,EAX ; SUB EBX,$2 ; XOR ECX,ECX ; INC ECX ; DEC EDX
        = EAX EBX ECX EDX | 1 ffffffff 1 ffffffff
        > X86 |  | MOV EAX,$1 ; CMP EAX,$2 ; SETL BL ; SETB CL ; SETNE DH
        = EBX ECX EDX | 1 1 100
        > X86_64 | 0:rax=0x1122334455667788; | movb $1,%al ; movq %rax,%rbx ; movl %eax,%ecx ; movw $0,%ax ; andq $255,%rbx
        = RAX RBX RCX | 1122334455660000 1 55667701
        > PPC |  | li r1,5 ; subi r2,r1,7 ; subf r3,r1,r2 ; mulli r4,r1,3 ; andi. r5,r1,4 ; mfcr r6
        = r2 r3 r4 r5 r6 | fffffffffffffffe fffffffffffffff9 f 4 4
        > PPC |  | li r1,-1 ; cmpwi r1,1 ; blt L ; li r2,1 ; L: li r3,2
        = r3 | 2
        """;

    public static TheoryData<string, string, string, string> Rows => AsmPaths.Table(Table);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Run_RegistersHaveTheseValues(string architecture, string init, string code, string expected)
    {
        string[] parts = expected.Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(parts[1], AsmPaths.Registers(architecture, init, code, parts[0]));
    }
}
