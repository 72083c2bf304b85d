using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Translation.Armv8;

// A machine with page tables of one or two levels, as small as tests need it. An entry is the address that it leads to, with bit 0 valid, bit 1 accessed and bit 2
// read-only; a page's address has its offset in the low 12 bits.
internal static class PageTable
{
    public const ulong Invalid = 0;
    public const ulong Valid = 1;
    public const ulong Accessed = 2;
    public const ulong ReadOnly = 4;
    private const ulong OutputMask = ~0xFFFUL;

    public static readonly WalkRule Read = new() { Present = Valid };
    public static readonly WalkRule Write = new() { Present = Valid, Forbid = ReadOnly };
    public static readonly WalkRule ReadAndMark = new() { Present = Valid, Set = Accessed };

    // The entry of a page or a table.
    public static ulong To(ulong output, ulong bits = Accessed) => output | Valid | bits;

    // Loads through a walk and observes the value, or "fault".
    public static void LoadThrough(this ThreadContext t, string name, WalkRule rule, Word offset, params ulong[] entries)
    {
        if (t.Translate(rule, offset, entries) is { } address)
        {
            t.Observe(name, t.Load(address));
        }
        else
        {
            t.Observe(name, 99);
        }
    }

    public static void LoadThrough(this ThreadContext t, string name, params ulong[] entries) => t.LoadThrough(name, Read, 0, entries);

    public static bool StoreThrough(this ThreadContext t, Word value, params ulong[] entries)
    {
        if (t.Translate(Write, 0, entries) is not { } address)
        {
            return false;
        }

        t.Store(address, value);
        return true;
    }

    public static void InvalidateAll(this ThreadContext t, bool isLocal = false)
    {
        t.Fence(FenceKind.DsbFull);
        t.Invalidate(InvalidationScope.All, isLocal);
        t.Fence(FenceKind.DsbFull);
    }

    // Walks from the root; the first entry is read at its address, a further one in the table that the entry above leads to. Null if it faults.
    private static Word? Translate(this ThreadContext t, WalkRule rule, Word offset, ulong[] entries)
    {
        var address = new Word(entries[0], offset.Reads);
        var reads = default(ReadSet);
        for (int level = 0; level < entries.Length; level++)
        {
            bool isLeaf = level == entries.Length - 1;
            WalkRule here = isLeaf ? rule : Read;
            Word entry = t.Walk(address, here, (uint)(entries[^1] << 1) | (isLeaf ? 0u : 1u));
            reads |= entry.Reads;
            if (here.OutcomeOf(entry.Bits) is var outcome and not WalkOutcome.Translates)
            {
                t.Fault(outcome == WalkOutcome.Denied ? FaultClass.Permission : FaultClass.Translation, reads);
                return null;
            }

            ulong next = isLeaf ? offset.Bits : entries[level + 1] & ~OutputMask;
            address = new Word((entry.Bits & OutputMask) | next, reads | offset.Reads);
        }

        return address;
    }
}
