namespace Racewalk.Machine;

/// <summary>When a compare-and-exchange asks for the permission to store: it matters where the page may be read-only and the compare fails.</summary>
public enum StorePermission
{
    /// <summary>
    /// Whether or not it will store: x86's CMPXCHG, whose destination "receives a write cycle without regard to the result of the comparison" (Intel SDM volume 2A, CMPXCHG), and
    /// arm64's CAS, which is checked for reading and for writing (Arm ARM, CAS).
    /// </summary>
    Always,

    /// <summary>
    /// Only if it will store, by the translation that it was read through. A load-exclusive and a store-exclusive whose monitor is checked before the permission come to that: who
    /// has lost the location since the load does not store and does not fault.
    /// </summary>
    IfEqual,

    /// <summary>
    /// A load-exclusive, a compare, and a store-exclusive that is translated again and may fault before it checks its monitor: whether an access that would not be made
    /// faults is IMPLEMENTATION DEFINED (Arm ARM, STXR, ExclusiveMonitorsPass).
    /// </summary>
    Pair,
}
