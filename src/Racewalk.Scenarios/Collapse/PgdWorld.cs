using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Collapse;

/// <summary>Three levels: a PGD entry, the PMD table and the PTE table below it, and a second pair of tables that is not used yet.</summary>
internal sealed class PgdWorld
{
    private readonly GupWorld _lower = new(ptes: 1, huge: true);
    private readonly HashSet<ulong> _entries;

    /// <summary>Lays it out.</summary>
    internal PgdWorld()
    {
        ulong pgd = PhysicalMemory.FrameAddress(Memory.AddFrame("pgd", 1));
        Memory.Set(pgd, PageTableEntry.TableAt(Mm.PmdTable >> PageTableEntry.PfnShift));
        ulong freshPmd = Memory.AddFrame("fresh-pmd", 1);
        ulong freshPte = Memory.AddFrame("fresh-pte", 1);
        Memory.Set(PhysicalMemory.FrameAddress(freshPmd), PageTableEntry.TableAt(freshPte));
        Fresh = PageTableEntry.TableAt(freshPmd);
        Zeroed = Memory.AddFrame("zeroed", 1, refcount: 1);
        Level = new PgdLevel(pgd, Lock("mmap_lock"), Lock("page_table_lock"), Lock("pmd_lock"), Mm.PageTableLock);
        _entries = [pgd, PhysicalMemory.FrameAddress(freshPmd), PhysicalMemory.FrameAddress(freshPte)];
    }

    internal PhysicalMemory Memory => _lower.Memory;

    internal MmStruct Mm => _lower.Mm;

    internal PgdLevel Level { get; }

    /// <summary>The PGD entry of the tables that are not used yet.</summary>
    internal ulong Fresh { get; }

    /// <summary>The frame of a zeroed page.</summary>
    internal ulong Zeroed { get; }

    /// <summary>The first frame of the huge page.</summary>
    internal ulong HugePfn => _lower.HugePfn;

    /// <summary>What a value means at an address.</summary>
    internal string? FormatValue(ulong address, ulong value) => _entries.Contains(address) ? EntryText.Of(value) : _lower.FormatValue(address, value);

    /// <summary>Whether something is mapped in the end.</summary>
    internal bool IsMapped(IExecution execution)
    {
        ulong pmd = execution.Final(FrameOf(execution.Final(Level.Pgd)));
        return pmd != 0 && ((pmd & PageTableEntry.Table) == 0 || execution.Final(FrameOf(pmd)) != 0);
    }

    private static ulong FrameOf(ulong entry) => entry >> PageTableEntry.PfnShift << PageTableEntry.PfnShift;

    private Spinlock Lock(string name) => new(Memory.AddKernelWord(name), name);
}
