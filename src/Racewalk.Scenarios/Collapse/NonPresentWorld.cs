using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Collapse;

/// <summary>A page that user code has mapped, a huge page, and, if asked for, a table that is deposited for another huge page.</summary>
internal sealed class NonPresentWorld
{
    /// <summary>Lays it out.</summary>
    internal NonPresentWorld(Architecture architecture, bool hasNeighbour)
    {
        Lower = new TranslationWorld(architecture, pages: 2, hasBlocks: true);
        Lower.Map(0, Lower.Pte.Dirty(Lower.Pages[0]), 0xda7a);
        Lower.Reference(1, 1);
        FolioLocked = Lower.Memory.AddKernelWord("page.locked", 1);
        Rss = Lower.Memory.AddKernelWord("mm.rss_stat", 1);
        ulong page = PageOf(Lower.TableEntry);
        Lower.Memory.AddWord(PteTables.PtlOf(page).Bits, "pte.ptdesc.ptl", Mm.PageTableLock.Address);
        Lower.Memory.AddWord(PgtableDeposit.LinkOf(page).Bits, "pte.ptdesc.pt_list", 0);
        Tables = new PteTables(Mm, new Spinlock(Lower.Memory.AddKernelWord("pmd_lock"), "pmd_lockptr(ptdesc)"), [new PteTable(Lower.TableEntry, Mm.PageTableLock)]);
        if (hasNeighbour)
        {
            ulong table = PageTableEntry.TableAt(Lower.Memory.AddFrame("neighbour-pte", 1));
            Lower.Memory.AddWord(PgtableDeposit.LinkOf(PageOf(table)).Bits, "neighbour-pte.ptdesc.pt_list", 0);
            Lower.Memory.Set(Mm.DepositedTable, table);
        }
    }

    internal TranslationWorld Lower { get; }

    internal MmStruct Mm => Lower.Mm;

    internal PteTables Tables { get; }

    /// <summary>PG_locked of the small page.</summary>
    internal ulong FolioLocked { get; }

    /// <summary>How many pages are mapped, as the mm counts them.</summary>
    internal ulong Rss { get; }

    /// <summary>What a value means at an address.</summary>
    internal string? FormatValue(ulong address, ulong value) => address == Rss ? ((long)value).ToString(System.Globalization.CultureInfo.InvariantCulture) : Lower.FormatValue(address, value);

    private static ulong PageOf(ulong entry) => PhysicalMemory.Memmap + ((entry >> PageTableEntry.PfnShift) * StructPage.Size);
}
