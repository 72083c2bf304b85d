using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Faults;

/// <summary>What kind of kernel handles a fault.</summary>
/// <param name="PerVmaLock">CONFIG_PER_VMA_LOCK: the VMA's own lock first.</param>
/// <param name="HugePages">Anonymous memory gets huge pages at once (transparent_hugepage/enabled is always).</param>
/// <param name="Clear">How the entry of a page that was copied is cleared.</param>
/// <param name="Reuse">By what a write fault knows that nobody else has the page.</param>
public sealed record FaultOptions(bool PerVmaLock, bool HugePages, EntryClear Clear = EntryClear.Xchg, WpReuse Reuse = WpReuse.Refcount);

/// <summary>What the handler says of a fault (vm_fault_t, v6.12 include/linux/mm_types.h).</summary>
public enum VmFault
{
    /// <summary>0: the access is tried again.</summary>
    None,

    /// <summary>VM_FAULT_OOM: nothing was mapped, as no memory is left.</summary>
    Oom,

    /// <summary>VM_FAULT_SIGSEGV: there is no such memory, or it may not be written.</summary>
    Sigsegv,

    /// <summary>VM_FAULT_FALLBACK: no huge page could be had, so small ones are mapped.</summary>
    Fallback,
}
