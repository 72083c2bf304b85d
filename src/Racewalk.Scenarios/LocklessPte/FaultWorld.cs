using Racewalk.Exploration;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Pae;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>The memory of lockless-pte/fault-recheck, for each kind of entry: a page that is old and clean at first; what may take its place is old and clean as well.</summary>
internal sealed class FaultWorld
{
    private readonly Func<int, ulong> _pteps;
    private readonly Func<int, ulong> _replacements;
    private readonly PhysicalMemory _memory;

    private FaultWorld(MmStruct mm, PhysicalMemory memory, LocklessFault fault, Func<int, ulong> pteps, Func<int, ulong> replacements, Func<ulong, ulong, string?> format)
    {
        (Mm, _memory, Fault, _pteps, _replacements, FormatValue) = (mm, memory, fault, pteps, replacements, format);
    }

    internal MmStruct Mm { get; }

    internal LocklessFault Fault { get; }

    /// <summary>What a value means at an address.</summary>
    internal Func<ulong, ulong, string?> FormatValue { get; }

    internal IReadOnlyDictionary<ulong, ulong> Initial => _memory.Initial;

    /// <summary>The page that faults.</summary>
    internal int Page { get; private init; }

    /// <summary>Whether the fault is a store's.</summary>
    internal bool IsStore { get; private init; }

    /// <summary>Where the entry of the page that faults is.</summary>
    internal ulong Ptep => PtepOf(Page);

    /// <summary>Reads the entry in the end.</summary>
    internal required Func<IExecution, ulong> Final { get; init; }

    /// <summary>Where a page's entry is.</summary>
    internal ulong PtepOf(int page) => _pteps(page);

    /// <summary>The entry that takes the place of a page's.</summary>
    internal ulong Replacement(int page) => _replacements(page);

    /// <summary>What the entry of the page that faults is in the end, without access flag and dirty state.</summary>
    /// <param name="stays">Whether another page's entry was replaced.</param>
    internal ulong Expected(bool stays) => stays ? Initial[Ptep] : Replacement(Page);

    /// <summary>What a location is called.</summary>
    internal string Name(ulong address) => _memory.Name(address);

    /// <summary>The memory for a kind of entry.</summary>
    /// <param name="entry">The value of the axis.</param>
    /// <param name="isNoRecency">Whether access flag and dirty state mean nothing in what is read without the lock.</param>
    internal static FaultWorld Of(string entry, bool isNoRecency) => entry switch
    {
        "two-words" => TwoWords(),
        "contpte" => Contiguous(isNoRecency, hasSet: true),
        _ => Contiguous(isNoRecency, hasSet: false),
    };

    private static FaultWorld TwoWords()
    {
        var world = new PaeWorld(isMapped: true, TwoWordClear.Exchange);
        return new FaultWorld(world.Mm, world.Memory, new LocklessFault(world.Mm, null, false), _ => world.Ptep, _ => world.Entry(1), world.FormatValue)
        {
            IsStore = true,
            Final = e => e.Final(world.Ptep) | (e.Final(world.HighWord) << (PageTableEntry.PfnShift + PaeWorld.ModelLowPfnBits)),
        };
    }

    // Without a set an entry is one word, and the page is alone.
    private static FaultWorld Contiguous(bool isNoRecency, bool hasSet)
    {
        LocklessForm form = isNoRecency ? LocklessForm.NoRecency : LocklessForm.Whole;
        var world = new ContpteWorld(form, (page, entry) => Old(hasSet ? page == 0 ? ContpteWorld.HardwareDirty(entry) : entry : entry & ~PageTableEntry.Contiguous), hasSet ? null : new OneWordPtep());
        ContpteAccessFlags? flags = hasSet ? new ContpteAccessFlags(world.Block, world.Convert) : null;
        int page = ContpteWorld.Entries - 1;
        return new FaultWorld(
            world.Mm, world.Memory, new LocklessFault(world.Mm, flags, isNoRecency), p => world.Ptes[p], p => Old(ContpteWorld.Clean(world.FolioB, p)) & ~PageTableEntry.Contiguous, world.FormatValue)
        {
            Page = page,
            Final = e => e.Final(world.Ptes[page]),
        };
    }

    private static ulong Old(ulong entry) => entry & ~PageTableEntry.Accessed;
}
