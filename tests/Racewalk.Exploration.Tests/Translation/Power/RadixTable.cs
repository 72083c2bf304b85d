using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Translation.Power;

// Power's radix page tables as small as tests need them. An entry is the address that it leads to, with V, W, R and C in bits 0 to 3. The hardware sets R and C. A missing
// permission is fetched again before it faults (ISA 3.1B, 6.10.1.2), so it is asked for as V is.
internal static class RadixTable
{
    public const ulong Valid = 1;
    public const ulong Writable = 2;
    public const ulong Referenced = 4;
    public const ulong Changed = 8;
    public const ulong Fault = 99;

    private const ulong OutputMask = ~0xFFFUL;
    private static readonly WalkRule s_table = new() { Present = Valid, Leads = Valid };
    private static readonly WalkRule s_read = new() { Present = Valid, Set = Referenced };
    private static readonly WalkRule s_write = new() { Present = Valid | Writable, Set = Referenced | Changed };

    // The entry of a page that was used and written to.
    public static ulong To(ulong output, ulong bits = Writable | Referenced | Changed) => output | Valid | bits;

    public static ulong Table(ulong output) => output | Valid;

    public static void LoadThrough(this ThreadContext t, string name, params ulong[] entries) => t.LoadThroughAddressFrom(name, default, entries);

    // The virtual address depends on what was read.
    public static void LoadThroughAddressFrom(this ThreadContext t, string name, ReadSet reads, params ulong[] entries) =>
        t.Observe(name, t.Translate(s_read, reads, entries) is { } address ? t.Load(address) : Fault);

    public static bool StoreThrough(this ThreadContext t, Word value, params ulong[] entries)
    {
        if (t.Translate(s_write, default, entries) is not { } address)
        {
            return false;
        }

        t.Store(address, value);
        return true;
    }

    public static void Sync(this ThreadContext t) => t.Fence(FenceKind.Full);

    public static void Ptesync(this ThreadContext t) => t.Fence(FenceKind.DsbFull);

    // tlbie of a page by its leaf entry: all levels (RIC 2), or leaves only (RIC 0).
    public static void Tlbie(this ThreadContext t, ulong leaf, bool walkCache = true) =>
        t.Invalidate(new InvalidationScope(walkCache ? ~1u : uint.MaxValue, (uint)(leaf << 1)), isLocal: false);

    public static void Tlbiel(this ThreadContext t, ulong leaf) => t.Invalidate(new InvalidationScope(~1u, (uint)(leaf << 1)), isLocal: true);

    // ptesync; tlbie; eieio; tlbsync; ptesync
    public static void Shoot(this ThreadContext t, ulong leaf, bool walkCache = true)
    {
        t.Ptesync();
        t.Tlbie(leaf, walkCache);
        t.Complete();
    }

    public static void Complete(this ThreadContext t)
    {
        t.Fence(FenceKind.Eieio);
        t.Fence(FenceKind.TlbSync);
        t.Ptesync();
    }

    private static Word? Translate(this ThreadContext t, WalkRule rule, ReadSet reads, ulong[] entries)
    {
        var address = new Word(entries[0], reads);
        for (int level = 0; ; level++)
        {
            bool isLeaf = level == entries.Length - 1;
            WalkRule here = isLeaf ? rule : s_table;
            Word entry = t.Walk(address, here, (uint)(entries[^1] << 1) | (isLeaf ? 0u : 1u));
            ReadSet walk = entry.Reads | address.Reads;
            if (here.OutcomeOf(entry.Bits) != WalkOutcome.Translates)
            {
                t.Fault(FaultClass.Translation, walk);
                return null;
            }

            address = new Word((entry.Bits & OutputMask) | (isLeaf ? 0 : entries[level + 1] & ~OutputMask), walk);
            if (isLeaf)
            {
                return address;
            }
        }
    }
}
