using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Kvm;

/// <summary>
/// A guest that runs: it accesses memory by SPTEs. It is in guest mode with interrupts off as far as the kernel is concerned, so whoever zaps an SPTE and waits for an interrupt to
/// be taken knows that it is out again (kvm_make_all_cpus_request, v6.12 virt/kvm/kvm_main.c). What a TLB may keep is what it reads in one stay.
/// </summary>
/// <param name="kvm">The virtual machine.</param>
public sealed class KvmGuest(KvmStruct kvm)
{
    /// <summary>Observed: 1 if the access was made.</summary>
    public const string Accessed = "guest-accessed";

    /// <summary>Reads the first word of a guest frame; nothing if there is no SPTE.</summary>
    public void Load(Cpu cpu, int gfn)
    {
        bool isInGuestMode = Enter(cpu);
        Word spte = cpu.ReadOnce(kvm.Spte(gfn));
        if (PageTableEntry.IsPresent(spte))
        {
            cpu.Step(KvmSteps.GuestAccess);
            cpu.Observe(Accessed, 1);
            cpu.ReadOnce(PageTableEntry.FrameAddress(spte));
        }

        Leave(cpu, isInGuestMode);
    }

    /// <summary>Writes the first word of a guest frame; nothing if there is no writable SPTE.</summary>
    public void Store(Cpu cpu, int gfn, ulong value)
    {
        bool isInGuestMode = Enter(cpu);
        Word spte = cpu.ReadOnce(kvm.Spte(gfn));
        if (PageTableEntry.IsPresent(spte) & PageTableEntry.IsWritable(spte))
        {
            cpu.Step(KvmSteps.GuestAccess);
            cpu.Observe(Accessed, 1);
            cpu.WriteOnce(PageTableEntry.FrameAddress(spte), value);
        }

        Leave(cpu, isInGuestMode);
    }

    private static bool Enter(Cpu cpu)
    {
        bool entered = cpu.Step(KvmSteps.GuestMode);
        if (entered)
        {
            cpu.LocalIrqDisable();
        }

        return entered;
    }

    private static void Leave(Cpu cpu, bool isInGuestMode)
    {
        if (isInGuestMode)
        {
            cpu.LocalIrqEnable();
        }
    }
}
