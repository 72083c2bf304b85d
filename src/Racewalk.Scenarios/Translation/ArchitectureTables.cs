using Racewalk.Machine;
using Racewalk.Mm.Hashing;
using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios.Translation;

/// <summary>What each architecture's hardware and kernel make of page-table entries.</summary>
internal static class ArchitectureTables
{
    /// <summary>Where the hardware finds what the memory manager writes.</summary>
    internal static PageTableFormat FormatOf(Architecture architecture) => architecture.Flush switch
    {
        TlbFlush.BroadcastArm64 => new Arm64TableFormat
        {
            Valid = PageTableEntry.Present,
            Table = PageTableEntry.Table,
            User = PageTableEntry.User,
            NotGlobal = PageTableEntry.NotGlobal,
            FrameShift = PageTableEntry.PfnShift,
            ReadOnly = PageTableEntry.ReadOnly,
            AccessFlag = PageTableEntry.Accessed,
            DirtyBitModifier = PageTableEntry.Write,
            Contiguous = PageTableEntry.Contiguous,
            MemoryType = PageTableEntry.NonCacheable,
            NoTranslation = PageTableEntry.NoTranslation,
        },
        TlbFlush.HashTable => new HashTableFormat
        {
            Valid = HashTable.Valid,
            Table = 0,
            User = PageTableEntry.User,
            NotGlobal = PageTableEntry.NotGlobal,
            FrameShift = PageTableEntry.PfnShift,
            Writable = PageTableEntry.Write,
        },
        TlbFlush.BroadcastRadix => new RadixTableFormat
        {
            Valid = PageTableEntry.Present,
            Table = PageTableEntry.Table,
            User = PageTableEntry.User,
            NotGlobal = PageTableEntry.NotGlobal,
            FrameShift = PageTableEntry.PfnShift,
            Writable = PageTableEntry.Write,
            Referenced = PageTableEntry.Accessed,
            Changed = PageTableEntry.Dirty,
        },
        _ => new X86TableFormat
        {
            Valid = PageTableEntry.Present,
            Table = PageTableEntry.Table,
            User = PageTableEntry.User,
            NotGlobal = PageTableEntry.NotGlobal,
            FrameShift = PageTableEntry.PfnShift,
            Writable = PageTableEntry.Write,
            Accessed = PageTableEntry.Accessed,
            Dirty = PageTableEntry.Dirty,
        },
    };

    /// <summary>What the kernel does with them.</summary>
    internal static ArchPte PteOf(Architecture architecture) => architecture.Flush switch
    {
        TlbFlush.BroadcastArm64 => new Arm64Pte(),
        TlbFlush.BroadcastRadix => new RadixPte(),
        TlbFlush.HashTable => new HashPte(),
        _ => new X86Pte(),
    };
}
