namespace Racewalk.Hardware;

/// <summary>Why an access faults.</summary>
public enum FaultClass
{
    /// <summary>An entry on the way is not valid.</summary>
    Translation,

    /// <summary>The access flag is clear, and the hardware does not set it.</summary>
    AccessFlag,

    /// <summary>The entry does not allow the access.</summary>
    Permission,
}

/// <summary>What a handler made of a fault.</summary>
public enum FaultResolution
{
    /// <summary>Nothing: an oops.</summary>
    Unhandled,

    /// <summary>The access is tried again.</summary>
    Retry,

    /// <summary>A signal: the access is not made, a load gives 0.</summary>
    Signal,
}

/// <summary>An access that was not made, as the kernel's handler is told of it.</summary>
/// <param name="Space">The address space.</param>
/// <param name="Address">The virtual address.</param>
/// <param name="Class">Why.</param>
/// <param name="IsStore">Whether it would have written.</param>
/// <param name="IsUser">Whether user code made it.</param>
public sealed record PageFault(AddressSpace Space, ulong Address, FaultClass Class, bool IsStore, bool IsUser)
{
    /// <summary>The page.</summary>
    public int Page => Space.PageOf(Address);

    /// <summary>In words.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Class} fault at {Space.Name}+0x{Address - Space.Base:x} ({(IsUser ? "user" : "kernel")} {(IsStore ? "store" : "load")})");
}
