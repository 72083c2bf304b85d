namespace Racewalk.Litmus.Tests.Asm;

/// <summary>The events of AArch64 accesses through page tables: walks, updates by the hardware, faults and what follows them.</summary>
public sealed class AArch64TranslationTests
{
    private const string Table = """
        > AArch64 | [PTE(x)]=(valid:1); 0:X1=x; | LDR W0,[X1]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x))) 2:Branch 3:R4(x) 4:wX0 d{0-1 1-2 1-3 3-4} c{2-3}
        > AArch64 | [PTE(x)]=(oa:PA(y)); y=1; 0:X1=x; | STR W0,[X1]
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(y))) 3:Branch 4:W4(y) d{0-4 1-2 2-3 2-4} c{3-4}
        > AArch64 | [PTE(x)]=(valid:0); 0:X1=x; | L0: LDR W0,[X1] ; MOV W2,#1
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), valid:0)) 2:Branch 3:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 4:wELR_EL1 d{0-1 1-2} c{2-3 2-4}
          fault(L0,x,D-MMU:Translation)
        > AArch64 | [PTE(x)]=(af:0); 0:X1=x; | LDR W0,[X1]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), af:0)) 2:Branch 3:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,AccessFlag] 4:wELR_EL1 d{0-1 1-2} c{2-3 2-4}
          fault(,x,D-MMU:AccessFlag)
        > AArch64 | [PTE(x)]=(db:0); 0:X1=x; | LDR W0,[X1] ; L1: STR W0,[X1]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), db:0)) 2:Branch 3:R4(x) 4:wX0 5:rX0d 6:rX1a 7:Walk(PTE(x)=(oa:PA(x), db:0)) 8:Branch
          9:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Permission] 10:wELR_EL1 d{0-1 1-2 1-3 3-4 6-7 7-8} c{2-3 8-9 8-10} fault(L1,x,D-MMU:Permission)
        > AArch64/TTHM=HA | [PTE(x)]=(af:0, db:0, dbm:1); 0:X1=x; | LDR W0,[X1]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), af:0, db:0, dbm:1))[X,AF] 2:Branch 3:Branch 4:Update(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF] 5:R4(x) 6:wX0
          d{0-1 1-2 1-3 1-4 1-5 5-6} c{2-3 2-5 3-4} x{1-4}
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF] 2:Branch 3:R4(x) 4:wX0 d{0-1 1-2 1-3 3-4} c{2-3}
        > AArch64/TTHM=HA | [PTE(x)]=(af:0, db:0, dbm:1); 0:X1=x; | STR W0,[X1]
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(x), af:0, db:0, dbm:1))[X,AF] 3:Branch 4:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Permission] 5:wELR_EL1 d{1-2
          2-3} c{3-4 3-5} fault(,x,D-MMU:Permission)
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF] 3:Branch 4:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Permission] 5:wELR_EL1 d{1-2 2-3}
          c{3-4 3-5} fault(,x,D-MMU:Permission)
        > AArch64/TTHM=HD | [PTE(x)]=(af:0, db:0, dbm:1); 0:X1=x; | STR W0,[X1]
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(x), af:0, db:0, dbm:1))[X,AF,DB] 3:Branch 4:Branch 5:Update(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 6:W4(x)
          d{0-6 1-2 2-3 2-4 2-5 2-6} c{3-4 3-6 4-5} x{2-5}
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 3:Branch 4:W4(x) d{0-4 1-2 2-3 2-4} c{3-4}
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF,DB] 3:Branch 4:Branch 5:Update(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 6:W4(x) d{0-6
          1-2 2-3 2-4 2-5 2-6} c{3-4 3-6 4-5} x{2-5}
        > AArch64/TTHM=HD | [PTE(x)]=(db:0, dbm:1); 0:X1=x; | LDR W0,[X1]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF,DB] 2:Branch 3:R4(x) 4:wX0 d{0-1 1-2 1-3 3-4} c{2-3}
        > AArch64/TTHM=HD | [PTE(x)]=(db:0); 0:X1=x; | STR W0,[X1]
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(x), db:0))[X,AF,DB] 3:Branch 4:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Permission] 5:wELR_EL1 d{1-2 2-3} c{3-4
          3-5} fault(,x,D-MMU:Permission)
        > AArch64 | [PTE(x)]=(valid:1); 0:X1=x; | SWP W0,W2,[X1]
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(x))) 3:Branch 4:R4(x)[X] 5:W4(x)[X] 6:wX2 d{0-5 1-2 2-3 2-4 2-5 4-6} c{3-4 3-5} o{4-5} x{4-5}
        > AArch64 | [PTE(x)]=(db:0); 0:X1=x; | LDADD W0,W2,[X1]
        = 0:rX0d 1:rX1a 2:Walk(PTE(x)=(oa:PA(x), db:0)) 3:Branch 4:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Permission] 5:wELR_EL1 d{1-2 2-3} c{3-4 3-5}
          fault(,x,D-MMU:Permission)
        > AArch64/TTHM=HD | [PTE(x)]=(db:0, dbm:1); 0:X1=x; | CAS W0,W2,[X1]
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 3:Branch 4:R4(x)[X] 5:Branch 6:rX2d 7:W4(x)[X] 8:wX0 d{0-2 1-5 2-3 2-4 2-7 4-5 4-8
          6-7} c{3-4 3-7 5-7} x{4-7}
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 3:Branch 4:R4(x)[X] 5:Branch 6:rX2d 7:W4(x)[X] 8:wX0 d{0-2 1-5 1-8 2-3 2-4 2-7 4-5
          6-7} c{3-4 3-7 5-7 5-8} x{4-7}
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 3:Branch 4:R4(x) 5:Branch 6:wX0 d{0-2 1-5 2-3 2-4 4-5 4-6} c{3-4}
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 3:Branch 4:R4(x)[X] 5:Branch 6:W4(x)[X] 7:wX0 d{0-2 1-5 2-3 2-4 2-6 4-5 4-6 4-7}
          c{3-4 3-6 5-6} x{4-6}
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF,DB] 3:Branch 4:Branch 5:Update(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 6:R4(x)[X]
          7:Branch 8:rX2d 9:W4(x)[X] 10:wX0 d{0-2 1-7 2-3 2-4 2-5 2-6 2-9 6-7 6-10 8-9} c{3-4 3-6 3-9 4-5 7-9} x{2-5 6-9}
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF,DB] 3:Branch 4:Branch 5:Update(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 6:R4(x)[X]
          7:Branch 8:rX2d 9:W4(x)[X] 10:wX0 d{0-2 1-7 1-10 2-3 2-4 2-5 2-6 2-9 6-7 8-9} c{3-4 3-6 3-9 4-5 7-9 7-10} x{2-5 6-9}
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF,DB] 3:Branch 4:Branch 5:Update(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 6:R4(x) 7:Branch
          8:wX0 d{0-2 1-7 2-3 2-4 2-5 2-6 6-7 6-8} c{3-4 3-6 4-5} x{2-5}
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF,DB] 3:Branch 4:R4(x) 5:Branch 6:wX0 d{0-2 1-5 2-3 2-4 4-5 4-6} c{3-4}
        = 0:rX1a 1:rX0d 2:Walk(PTE(x)=(oa:PA(x), db:0, dbm:1))[X,AF,DB] 3:Branch 4:Branch 5:Update(PTE(x)=(oa:PA(x), dbm:1))[X,AF,DB] 6:R4(x)[X]
          7:Branch 8:W4(x)[X] 9:wX0 d{0-2 1-7 2-3 2-4 2-5 2-6 2-8 6-7 6-8 6-9} c{3-4 3-6 3-8 4-5 7-8} x{2-5 6-8}
        > AArch64 | [PTE(x)]=(valid:1); 0:X1=x; | LDXR W0,[X1] ; STXR W2,W3,[X1]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x))) 2:Branch 3:wRESADDR 4:R4(x)[EX] 5:wX0 6:rRESADDR 7:rX1a 8:Walk(PTE(x)=(oa:PA(x))) 9:Branch 10:rX3d
          11:wRESADDR 12:W4(x)[EX] 13:wX2 d{0-1 1-2 1-3 1-4 4-5 7-8 8-9 8-12 10-12} c{2-4 6-11 6-12 9-12} x{4-12}
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x))) 2:Branch 3:wRESADDR 4:R4(x)[EX] 5:wX0 6:rRESADDR 7:rX1a 8:Walk(PTE(x)=(oa:PA(x))) 9:Branch 10:rX3d
          11:wRESADDR 12:wX2 d{0-1 1-2 1-3 1-4 4-5 7-8 8-9} c{2-4 6-11}
        > AArch64 | [PTE(x)]=(oa:PA(z)); [PTE(y)]=(oa:PA(z)); 0:X1=x; 0:X4=y; | LDXR W0,[X1] ; STXR W2,W3,[X4]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(z))) 2:Branch 3:wRESADDR 4:R4(z)[EX] 5:wX0 6:rRESADDR 7:rX4a 8:Walk(PTE(y)=(oa:PA(z))) 9:Branch 10:rX3d
          11:wRESADDR 12:W4(z)[EX] 13:wX2 d{0-1 1-2 1-3 1-4 4-5 7-8 8-9 8-12 10-12} c{2-4 6-11 6-12 9-12} x{4-12}
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(z))) 2:Branch 3:wRESADDR 4:R4(z)[EX] 5:wX0 6:rRESADDR 7:rX4a 8:Walk(PTE(y)=(oa:PA(z))) 9:Branch 10:rX3d
          11:wRESADDR 12:wX2 d{0-1 1-2 1-3 1-4 4-5 7-8 8-9} c{2-4 6-11}
        > AArch64 | [PTE(x)]=(valid:1); 0:X1=PTE(x); | LDR X0,[X1]
        = 0:rX1a 1:R8(PTE(x)) 2:wX0 d{0-1 1-2}
        > AArch64 | 0:X1=PTE(x); 0:X0=(oa:PA(x), valid:0); 0:X2=x; | STR X0,[X1] ; LDR W3,[X2]
        = 0:rX0d 1:rX1a 2:W8(PTE(x)) 3:rX2a 4:Walk(PTE(x)=(oa:PA(x), valid:0)) 5:Branch 6:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 7:wELR_EL1
          d{0-2 1-2 3-4 4-5} c{5-6 5-7} fault(,x,D-MMU:Translation)
        = 0:rX0d 1:rX1a 2:W8(PTE(x)) 3:rX2a 4:Walk(PTE(x)=(oa:PA(x))) 5:Branch 6:R4(x) 7:wX3 d{0-2 1-2 3-4 4-5 4-6 6-7} c{5-6}
        > AArch64/EL0=P0 | [PTE(x)]=(el0:0); 0:X1=x; | LDR W0,[X1]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), el0:0)) 2:Branch 3:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Permission] 4:wELR_EL1 d{0-1 1-2} c{2-3 2-4}
          fault(,x,D-MMU:Permission)
        > AArch64/EL0=P0 | 0:X1=PTE(x); | L0: LDR X0,[X1]
        = 0:rX1a 1:Branch 2:Fault(PTE(x))[EXC-ENTRY,FAULT,MMU,D-MMU,Permission] 3:wELR_EL1 d{0-1} c{1-2 1-3} fault(L0,PTE(x),D-MMU:Permission)
        > AArch64/EL0=P0 | [PTE(x)]=(el0:0); 0:X1=x; 0:X3=PTE(x); | LDR W0,[X1] ! LDR X2,[X3]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), el0:0)) 2:Branch 3:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Permission] 4:wELR_EL1 5:rX3a 6:R8(PTE(x)) 7:wX2 d{0-1
          1-2 5-6 6-7} c{2-3 2-4} fault(,x,D-MMU:Permission)
        > AArch64 | [PTE(x)]=(valid:0); 0:X1=x; | L0: LDR W0,[X1] ! ADR X3,E ; B E ! MSR ELR_EL1,X3 ; E: ! ERET
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), valid:0)) 2:Branch 3:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 4:wELR_EL1 5:wX3 6:rX3 7:wELR_EL1
          8:Fence[EXC-RET] 9:rELR_EL1 d{0-1 1-2 6-7} c{2-3 2-4} fault(L0,x,D-MMU:Translation)
        > AArch64 | [PTE(x)]=(valid:0); 0:X1=x; | LDR W0,[X1] ! LDR W2,[X1]
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), valid:0)) 2:Branch 3:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 4:wELR_EL1 5:rX1a
          6:Walk(PTE(x)=(oa:PA(x), valid:0)) 7:Branch 8:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 9:wELR_EL1 d{0-1 1-2 5-6 6-7} c{2-3 2-4 7-8
          7-9} fault(,x,D-MMU:Translation) fault(,x,D-MMU:Translation) mistake(thread P0 takes a fault within its exception handler)
        > AArch64/Variant=vmsa,skip | [PTE(x)]=(valid:0); 0:X1=x; | LDR W0,[X1] ; MOV W2,#1
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), valid:0)) 2:Branch 3:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 4:wELR_EL1 5:wX2 d{0-1 1-2} c{2-3 2-4}
          fault(,x,D-MMU:Translation)
        > AArch64/Variant=vmsa,handled | [PTE(x)]=(valid:0); 0:X1=x; 0:X2=PTE(x); 0:X3=(oa:PA(x)); | STR X3,[X2] ; L0: LDR W0,[X1]
        = 0:rX3d 1:rX2a 2:W8(PTE(x)) 3:rX1a 4:Walk(PTE(x)=(oa:PA(x), valid:0)) 5:Branch 6:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 7:wELR_EL1
          8:rX1a 9:Walk(PTE(x)=(oa:PA(x), valid:0)) 10:Branch 11:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 12:wELR_EL1 d{0-2 1-2 3-4 4-5 8-9
          9-10} c{5-6 5-7 10-11 10-12} fault(L0,x,D-MMU:Translation) fault(L0,x,D-MMU:Translation) waits
        = 0:rX3d 1:rX2a 2:W8(PTE(x)) 3:rX1a 4:Walk(PTE(x)=(oa:PA(x), valid:0)) 5:Branch 6:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 7:wELR_EL1
          8:rX1a 9:Walk(PTE(x)=(oa:PA(x))) 10:Branch 11:R4(x) 12:wX0 d{0-2 1-2 3-4 4-5 8-9 9-10 9-11 11-12} c{5-6 5-7 10-11}
          fault(L0,x,D-MMU:Translation)
        = 0:rX3d 1:rX2a 2:W8(PTE(x)) 3:rX1a 4:Walk(PTE(x)=(oa:PA(x))) 5:Branch 6:R4(x) 7:wX0 d{0-2 1-2 3-4 4-5 4-6 6-7} c{5-6}
        > AArch64/Variant=vmsa,handled | | SVC #0 ; NOP
        = 0:Fault[EXC-ENTRY,FAULT,SVC] 1:wELR_EL1 2:wESR_EL1 fault(,SupervisorCall)
        > AArch64/Variant=vmsa,handled | | UDF #0
        = 0:Fault[EXC-ENTRY,FAULT,UndefinedInstruction] 1:wELR_EL1 2:Fault[EXC-ENTRY,FAULT,UndefinedInstruction] 3:wELR_EL1
          fault(,UndefinedInstruction) fault(,UndefinedInstruction) waits
        > AArch64 | 0:X1=x; [PTE(x)]=(valid:1); | LSR X2,X1,#12 ; TLBI VAAE1IS,X2
        = 0:rX1 1:wX2 2:rX2a 3:Invalidate(PTE(x))[TLBI,TLBIIS] d{0-1 2-3}
        > AArch64 | 0:X1=x; [PTE(x)]=(valid:1); | TLBI VAE1,X1
        = 0:rX1a 1:Invalidate(nothing)[TLBI] d{0-1} warning(TLBI of what is no page of the test invalidates nothing; its operand is an address shifted
          right by 12)
        > AArch64 | 0:X2=PTE(x); | TLBI VMALLE1IS ; TLBI VMALLE1 ; TLBI ASIDE1IS,X1 ; TLBI VMALLE1ISNXS
        = 0:Invalidate(all)[TLBI,TLBIIS] 1:Invalidate(all)[TLBI] 2:rX1a 3:Invalidate(all)[TLBI,TLBIIS] 4:Invalidate(all)[TLBI,TLBIIS,TLBInXS] d{2-3}
        > AArch64 | [PTE(x)]=(oa:PA(y)); 0:X1=x; y=0; | AT S1E1R,X1
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(y))) 2:Branch 3:wPAR_EL1 d{0-1 1-2 1-3} c{2-3}
        > AArch64 | [PTE(x)]=(db:0, el0:0); 0:X1=x; | AT S1E1W,X1 ; AT S1E0R,X1 ; AT S1E1R,X1
        = 0:rX1a 1:Walk(PTE(x)=(oa:PA(x), db:0, el0:0)) 2:Branch 3:wPAR_EL1 4:rX1a 5:Walk(PTE(x)=(oa:PA(x), db:0, el0:0)) 6:Branch 7:wPAR_EL1 8:rX1a
          9:Walk(PTE(x)=(oa:PA(x), db:0, el0:0)) 10:Branch 11:wPAR_EL1 d{0-1 1-2 4-5 5-6 8-9 9-10 9-11} c{2-3 6-7 10-11}
        > AArch64 | 0:X1=PTE(x); 0:X2=x; | STR X3,[X1] ; LDR W0,[X2]
        = 0:rX3d 1:rX1a 2:W8(PTE(x)) 3:rX2a 4:Walk(PTE(x)=0) 5:Branch 6:Fault(x)[EXC-ENTRY,FAULT,MMU,D-MMU,Translation] 7:wELR_EL1 d{0-2 1-2 3-4 4-5}
          c{5-6 5-7} fault(,x,D-MMU:Translation)
        = 0:rX3d 1:rX1a 2:W8(PTE(x)) 3:rX2a 4:Walk(PTE(x)=(oa:PA(x))) 5:Branch 6:R4(x) 7:wX0 d{0-2 1-2 3-4 4-5 4-6 6-7} c{5-6}
        > AArch64 | 0:X1=PTE(x); 0:X2=x; 0:X3=1; | STR X3,[X1] ; LDR W0,[X2]
        = 0:rX3d 1:rX1a 2:W8(PTE(x)) 3:rX2a 4:Walk(PTE(x)=1) d{0-2 1-2 3-4} mistake(a walk reads a valid entry from PTE(x) that is no descriptor of
          the test)
        = 0:rX3d 1:rX1a 2:W8(PTE(x)) 3:rX2a 4:Walk(PTE(x)=(oa:PA(x))) 5:Branch 6:R4(x) 7:wX0 d{0-2 1-2 3-4 4-5 4-6 6-7} c{5-6}
        """;

    public static TheoryData<string, string, string, string> Rows => AsmPaths.Table(Table);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Enumerate_HasTheseEventsAndEdges(string architecture, string init, string code, string paths) =>
        Assert.Equal(paths, AsmPaths.Render(architecture, init, code));
}
