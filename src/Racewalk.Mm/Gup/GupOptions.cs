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

/// <summary>What a call of GUP-fast asks for.</summary>
/// <param name="Pin">FOLL_PIN rather than FOLL_GET.</param>
/// <param name="Write">FOLL_WRITE.</param>
/// <param name="Order">How the reference is ordered; anything but <see cref="ReferenceOrder.Full"/> is an experiment.</param>
public sealed record GupOptions(bool Pin = false, bool Write = false, ReferenceOrder Order = ReferenceOrder.Full);
