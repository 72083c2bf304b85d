namespace Racewalk.Mm.Gup;

/// <summary>How the reference of G6 is ordered.</summary>
public enum ReferenceOrder
{
    /// <summary>As in the kernel: a full barrier if it is taken.</summary>
    Full,

    /// <summary>An acquire.</summary>
    Acquire,

    /// <summary>Not at all.</summary>
    Relaxed,

    /// <summary>Not at all, but smp_rmb behind it.</summary>
    RelaxedThenRmb,
}

/// <summary>How G8 reads the PTE again.</summary>
public enum PteRecheck
{
    /// <summary>As in the kernel: ptep_get.</summary>
    PtepGet,

    /// <summary>ptep_get_lockless.</summary>
    Lockless,

    /// <summary>The entry alone, whatever set it is in (__ptep_get of arm64).</summary>
    Raw,
}

/// <summary>What a call of GUP-fast asks for.</summary>
/// <param name="Pin">FOLL_PIN rather than FOLL_GET.</param>
/// <param name="Write">FOLL_WRITE.</param>
/// <param name="Order">How the reference is ordered; anything but <see cref="ReferenceOrder.Full"/> is an experiment.</param>
/// <param name="Recheck">How the PTE is read again; anything but <see cref="PteRecheck.PtepGet"/> is an experiment.</param>
public sealed record GupOptions(bool Pin = false, bool Write = false, ReferenceOrder Order = ReferenceOrder.Full, PteRecheck Recheck = PteRecheck.PtepGet);
