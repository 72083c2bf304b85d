namespace Racewalk.Machine;

/// <summary>What flushing a range of user addresses from the TLBs does to the other CPUs, besides ending translations where those are modelled.</summary>
public enum TlbFlush
{
    /// <summary>Nothing that a CPU could notice.</summary>
    Silent,

    /// <summary>Interrupts every other CPU of the mask and waits for them (x86 native_flush_tlb_multi, v6.12 arch/x86/mm/tlb.c).</summary>
    Interrupt,

    /// <summary>
    /// As <see cref="Interrupt"/>, but a preempted virtual CPU is left alone: the host flushes its TLB before it runs again
    /// (kvm_flush_tlb_multi, v6.12 arch/x86/kernel/kvm.c).
    /// </summary>
    InterruptUnlessPreempted,

    /// <summary>Broadcast in hardware between barriers: dsb ishst; tlbi; dsb ish (v6.12 arch/arm64/include/asm/tlbflush.h).</summary>
    BroadcastArm64,

    /// <summary>Broadcast in hardware between barriers: smp_mb; tlbie; ptesync (radix__flush_tlb_collapsed_pmd, v6.12 arch/powerpc/mm/book3s64/radix_tlb.c).</summary>
    BroadcastRadix,

    /// <summary>Nothing: on the hash MMU what must be flushed is the hash table, entry by entry (v6.12 arch/powerpc/mm/book3s64/hash_tlb.c).</summary>
    HashTable,
}
