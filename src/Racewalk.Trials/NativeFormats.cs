using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials;

/// <summary>Where the hardware finds what the memory manager writes, for the architectures that the native machine can be like.</summary>
internal static class NativeFormats
{
    /// <summary>x86's.</summary>
    internal static PageTableFormat X86 { get; } = Common() with { Writable = PageTableEntry.Write, Dirty = PageTableEntry.Dirty };

    /// <summary>arm64's, with hardware that manages access flag and dirty state.</summary>
    internal static PageTableFormat Arm64 { get; } = Common() with { ReadOnly = PageTableEntry.ReadOnly, DirtyBitModifier = PageTableEntry.Write };

    private static PageTableFormat Common() => new()
    {
        Valid = PageTableEntry.Present,
        Table = PageTableEntry.Table,
        User = PageTableEntry.User,
        NotGlobal = PageTableEntry.NotGlobal,
        Accessed = PageTableEntry.Accessed,
    };
}
