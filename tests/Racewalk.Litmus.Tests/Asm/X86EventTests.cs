namespace Racewalk.Litmus.Tests.Asm;

/// <summary>The events of x86 instructions.</summary>
public sealed class X86EventTests
{
    private const string Table = """
        > X86 |  | MOV [x],$1
        = 0:W4(x)
        > X86 |  | mov EAX, [x]
        = 0:R4(x) 1:wEAX d{0-1}
        > X86 |  | XCHG [x],EAX
        = 0:R4(x)[X] 1:rEAXd 2:W4(x)[X] 3:wEAX d{0-3 1-2} x{0-2}
        > X86 |  | MFENCE
        = 0:Fence[MFENCE]
        > X86 | 0:EBX=x; | MOV EAX,[EBX]
        = 0:rEBXa 1:R4(x) 2:wEAX d{0-1 1-2}
        > X86 |  | LOCK INC [x]
        = 0:R4(x)[X] 1:W4(x)[X] 2:wZF 3:wSF 4:wOF d{0-1 0-2 0-3 0-4} x{0-1}
        > X86 |  | DEC [x]
        = 0:R4(x) 1:W4(x) 2:wZF 3:wSF 4:wOF d{0-1 0-2 0-3 0-4}
        > X86 |  | CMP EAX,$1 ; JNE L ; MOV [x],$1 ; L:
        = 0:rEAXd 1:wZF 2:wSF 3:wOF 4:wCF 5:rZF 6:Branch[BCC] d{0-1 0-2 0-3 0-4 5-6}
        > X86 |  | LOCK CMPXCHG [x],EBX
        = 0:R4(x)[X] 1:rEAXd 2:wZF 3:Branch 4:rEBXd 5:W4(x)[X] d{0-2 0-3 1-2 1-3 4-5} c{3-4 3-5} x{0-5}
        = 0:R4(x)[X] 1:rEAXd 2:wZF 3:Branch 4:wEAX d{0-2 0-3 0-4 1-2 1-3} c{3-4}
        > X86 |  | MOV AL,$1
        = 0:rEAX 1:wEAX d{0-1}
        > X86_64 |  | movl $1,(x)
        = 0:W4(x)
        > X86_64 |  | movq (x),%rax
        = 0:R8(x) 1:wRAX d{0-1}
        > X86_64 |  | xchgq %rax,(x)
        = 0:R8(x)[X] 1:rRAXd 2:W8(x)[X] 3:wRAX d{0-3 1-2} x{0-2}
        > X86_64 |  | lock xaddl %eax,(x)
        = 0:R4(x)[X] 1:rRAXd 2:W4(x)[X] 3:wRAX 4:wZF 5:wSF 6:wOF 7:wCF d{0-2 0-3 0-4 0-5 0-6 0-7 1-2 1-4 1-5 1-6 1-7} x{0-2}
        > X86_64 |  | addl %eax,(x)
        = 0:R4(x) 1:rRAXd 2:W4(x) 3:wZF 4:wSF 5:wOF 6:wCF d{0-2 0-3 0-4 0-5 0-6 1-2 1-3 1-4 1-5 1-6}
        > X86_64 | 0:rbx=x; | movl $1,4(%rbx)
        = 0:rRBXa 1:W4(x+4) d{0-1}
        > X86_64 |  | cmpl $1,%eax ; jne L ; sfence ; L:
        = 0:rRAXd 1:wZF 2:wSF 3:wOF 4:wCF 5:rZF 6:Branch[BCC] d{0-1 0-2 0-3 0-4 5-6}
        """;

    public static TheoryData<string, string, string, string> Rows => AsmPaths.Table(Table);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Enumerate_HasTheseEventsAndEdges(string architecture, string init, string code, string paths) =>
        Assert.Equal(paths, AsmPaths.Render(architecture, init, code));
}
