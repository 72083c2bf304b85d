using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>An access that was not made, as the kernel's handler is told of it (ESR_EL1, FAR_EL1).</summary>
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
    public override string ToString() => $"{Name(Class)} fault at {Space.NameOf(Address)} ({(IsUser ? "user" : "kernel")} {(IsStore ? "store" : "load")})";

    private static string Name(FaultClass fault) => fault switch
    {
        FaultClass.Translation => "translation",
        FaultClass.AccessFlag => "access flag",
        _ => "permission",
    };
}

/// <summary>What a handler made of a fault.</summary>
public enum FaultResolution
{
    /// <summary>Nothing: the access cannot be made, and nobody expects that. A violation.</summary>
    Unhandled,

    /// <summary>The access is tried again.</summary>
    Retry,

    /// <summary>A signal is sent (SIGSEGV, SIGBUS), as the scenario expects: the access is not made, a load gives 0.</summary>
    Signal,
}
