namespace Racewalk.Hardware;

/// <content>Power's hash MMU: the TLB entries of a page go as those of any other; what the hash table holds is the memory manager's.</content>
public sealed partial class Cpu
{
    /// <summary>ptesync.</summary>
    public void Ptesync() => SmpMb();

    /// <summary>eieio.</summary>
    public void Eieio() => SmpWmb();

    /// <summary>tlbie of one page, on all CPUs.</summary>
    public void HashTlbie(AddressSpace space, int page)
    {
        SmpMb();
        _tlb.Drop(space, page, 1);
        Broadcast(space, page, 1, OtherCpus);
    }
}
