using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Translation.X86;

// x86's page tables as small as tests need them. An entry is the address that it leads to, with P, RW, A and D in bits 0, 1, 5 and 6; the hardware sets A and D.
internal static class X86PageTable
{
    public const ulong Present = 1;
    public const ulong Writable = 2;
    public const ulong Accessed = 32;
    public const ulong Dirty = 64;
    public const ulong Fault = 99;

    private const ulong OutputMask = ~0xFFFUL;
    private static readonly WalkRule s_table = new() { Present = Present, Leads = Present, SetInTables = Accessed };
    private static readonly WalkRule s_read = new() { Present = Present, Set = Accessed };
    private static readonly WalkRule s_write = new() { Present = Present, Permit = Writable, Set = Accessed | Dirty };

    // The entry of a page.
    public static ulong To(ulong output, ulong bits = Writable | Accessed | Dirty) => output | Present | bits;

    // The entry of a table that was used.
    public static ulong Table(ulong output) => output | Present | Accessed;

    // Loads from x through a walk and observes the value, or Fault.
    public static void LoadThrough(this ThreadContext t, string name, params ulong[] entries) =>
        t.Observe(name, t.Translate(s_read, entries) is { } address ? t.Load(address) : Fault);

    public static bool StoreThrough(this ThreadContext t, Word value, params ulong[] entries)
    {
        if (t.Translate(s_write, entries) is not { } address)
        {
            return false;
        }

        t.Store(address, value);
        return true;
    }

    // INVLPG of the page of a leaf entry.
    public static void Invlpg(this ThreadContext t, ulong leaf) => t.Invalidate(PageOf(leaf), isLocal: true);

    public static void Invlpgb(this ThreadContext t, ulong leaf) => t.Invalidate(PageOf(leaf), isLocal: false);

    public static void Mfence(this ThreadContext t) => t.Fence(FenceKind.Full);

    // All levels of the walks of a page: see the tag below.
    private static InvalidationScope PageOf(ulong leaf) => new(~1u, (uint)(leaf << 1));

    private static Word? Translate(this ThreadContext t, WalkRule rule, ulong[] entries)
    {
        Word address = entries[0];
        for (int level = 0; ; level++)
        {
            bool isLeaf = level == entries.Length - 1;
            WalkRule here = isLeaf ? rule : s_table;
            Word entry = t.Walk(address, here, (uint)(entries[^1] << 1) | (isLeaf ? 0u : 1u));
            ReadSet reads = entry.Reads | address.Reads;
            if (here.OutcomeOf(entry.Bits) is var outcome and not WalkOutcome.Translates)
            {
                t.Fault(outcome == WalkOutcome.Denied ? FaultClass.Permission : FaultClass.Translation, reads);

                // x11: the fault takes what is cached of the page away.
                t.Invlpg(entries[^1]);
                return null;
            }

            address = new Word((entry.Bits & OutputMask) | (isLeaf ? 0 : entries[level + 1] & ~OutputMask), reads);
            if (isLeaf)
            {
                return address;
            }
        }
    }
}
