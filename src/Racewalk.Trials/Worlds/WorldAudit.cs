using System.Numerics;
using Racewalk.Hardware;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Worlds;

/// <summary>A reference that somebody holds besides the tables.</summary>
/// <param name="Folio">The address of the folio's struct page.</param>
/// <param name="References">How much it adds to the reference count.</param>
public readonly record struct HeldReference(ulong Folio, ulong References);

/// <summary>
/// Looks whether a world is consistent while nothing runs: each frame is free, or has exactly the references and mappings that tables, deposits and <see cref="HeldReference"/>s explain;
/// entries lead to allocated frames; struct pages say what can be; locks are free.
/// </summary>
/// <param name="world">The world.</param>
public sealed class WorldAudit(MmWorld world)
{
    private const int MostViolations = 20;

    private readonly FrameUses _uses = new(world.Frames, world.FirstPfn);
    private readonly List<Violation> _violations = [];
    private readonly int _hugeOrder = BitOperations.Log2((uint)MmWorld.PtrsPerTable);

    /// <summary>All that is wrong, the first few.</summary>
    /// <param name="cpu">The CPU that looks. No other runs, and no callback of RCU is waiting.</param>
    /// <param name="held">References that somebody holds.</param>
    public IReadOnlyList<Violation> Check(Cpu cpu, IEnumerable<HeldReference>? held = null)
    {
        _uses.Clear();
        _violations.Clear();
        foreach (ulong pfn in world.Reserved)
        {
            Use(0, pfn, pfn == world.ZeroPfn ? FrameUse.Page : FrameUse.Table, 0, "what is never free");
        }

        foreach (Process process in (IEnumerable<Process>)[world.Parent, .. world.Children])
        {
            WalkDeposits(cpu, process, WalkPmds(cpu, process));
            CheckLocks(cpu, process);
        }

        foreach (HeldReference reference in held ?? [])
        {
            ulong pfn = world.Mm.Pages.IndexOf(reference.Folio);
            Wrong(_uses.Add(pfn, FrameUse.Page, reference.References, 0), ViolationKind.Count, reference.Folio, "a reference that is held");
        }

        CheckFrames(cpu);
        return [.. _violations];
    }

    /// <summary>How many huge pages are mapped.</summary>
    private int WalkPmds(Cpu cpu, Process process)
    {
        int huge = 0;
        for (int pmd = 0; pmd < MmWorld.PtrsPerTable; pmd++)
        {
            ulong pmdp = process.Mm.PmdOffset(pmd);
            ulong entry = cpu.ReadOnce(pmdp);
            if (PageTableEntry.None(entry))
            {
                continue;
            }

            string name = FormattableString.Invariant($"PMD entry {pmd} of {process.Space.Name} (0x{entry:x})");
            if (pmd >= world.Pmds || !PageTableEntry.IsPresent(entry))
            {
                Wrong(pmd >= world.Pmds ? "is not none, where there is no VMA" : "is neither none nor present, and nobody is at work on it", ViolationKind.Table, pmdp, name);
            }
            else if (PageTableEntry.IsTable(entry))
            {
                Use(pmdp, PageTableEntry.Pfn(entry), FrameUse.Table, 0, name);
                WalkPtes(cpu, process, pmd, entry);
            }
            else
            {
                huge++;
                Use(pmdp, PageTableEntry.Pfn(entry), FrameUse.Page, 1, name);
                CheckExclusive(cpu, pmdp, entry, name);
                if (_uses.Contains(PageTableEntry.Pfn(entry)) && (!world.Frames.IsAllocated(PageTableEntry.FrameAddress(entry), out int order) || order != _hugeOrder))
                {
                    Wrong("maps no huge page", ViolationKind.Table, pmdp, name);
                }
            }
        }

        return huge;
    }

    private void WalkPtes(Cpu cpu, Process process, int pmd, ulong table)
    {
        if (!_uses.Contains(PageTableEntry.Pfn(table)))
        {
            return;
        }

        for (int pte = 0; pte < MmWorld.PtrsPerTable; pte++)
        {
            ulong ptep = world.Mm.PteOffset(table, pte);
            ulong entry = cpu.ReadOnce(ptep);
            ulong pfn = PageTableEntry.Pfn(entry);
            if (PageTableEntry.None(entry) || (PageTableEntry.IsPresent(entry) && pfn == world.ZeroPfn && !PageTableEntry.IsWritable(entry)))
            {
                continue;
            }

            string name = FormattableString.Invariant($"PTE {pte} of PMD entry {pmd} of {process.Space.Name} (0x{entry:x})");
            if (!PageTableEntry.IsPresent(entry))
            {
                Wrong("is neither none nor present, and nobody is at work on it", ViolationKind.Table, ptep, name);
            }
            else if (_uses.Contains(pfn))
            {
                ulong folio = StructPage.CompoundHead(cpu, world.Mm.Pages[pfn]);
                Use(ptep, world.Mm.Pages.IndexOf(folio), FrameUse.Page, 1, name);
                CheckExclusive(cpu, ptep, entry, name);
            }
            else
            {
                Wrong("leads to no frame", ViolationKind.Table, ptep, name);
            }
        }
    }

    // Whoever shares an anonymous page makes its entry read-only first.
    private void CheckExclusive(Cpu cpu, ulong address, ulong entry, string name)
    {
        if (PageTableEntry.IsWritable(entry) && _uses.Contains(PageTableEntry.Pfn(entry)) && !StructPage.IsAnonExclusive(cpu, world.Mm.PageOf(entry)))
        {
            Wrong("is writable, and its page is not exclusive (PG_anon_exclusive)", ViolationKind.StructPage, address, name);
        }
    }

    // As many as there are huge pages, all empty.
    private void WalkDeposits(Cpu cpu, Process process, int huge)
    {
        int count = 0;
        ulong head = process.Mm.DepositedTable;
        for (ulong table = cpu.ReadOnce(head); table != 0 && count <= MmWorld.PtrsPerTable; table = cpu.ReadOnce(PgtableDeposit.LinkOf(world.Mm.PageOf(table))))
        {
            count++;
            ulong pfn = PageTableEntry.Pfn(table);
            string name = FormattableString.Invariant($"deposit {count} of {process.Space.Name} (0x{table:x})");
            Use(head, pfn, FrameUse.DepositedTable, 0, name);
            if (!_uses.Contains(pfn))
            {
                return;
            }

            for (int pte = 0; pte < MmWorld.PtrsPerTable; pte++)
            {
                ulong ptep = world.Mm.PteOffset(table, pte);
                if (!PageTableEntry.None(cpu.ReadOnce(ptep)))
                {
                    Wrong(FormattableString.Invariant($"has an entry {pte} that is not none (0x{cpu.ReadOnce(ptep):x})"), ViolationKind.Table, ptep, name);
                    break;
                }
            }
        }

        if (count != huge)
        {
            Wrong(FormattableString.Invariant($"has {count} tables, and {huge} huge pages are mapped"), ViolationKind.Table, head, "the list of deposited tables of " + process.Space.Name);
        }
    }

    private void CheckLocks(Cpu cpu, Process process)
    {
        foreach ((string name, ulong address) in process.LockWords)
        {
            if (cpu.ReadOnce(address) != 0)
            {
                Wrong(FormattableString.Invariant($"is taken (0x{cpu.ReadOnce(address):x}), and nobody has it"), ViolationKind.Lock, address, name);
            }
        }

        foreach (WorldVma vma in process.Vmas)
        {
            if (cpu.ReadOnce(vma.Vma.VmLockSeq) == cpu.ReadOnce(process.MmapLock.MmLockSeq))
            {
                Wrong("is write-locked, and nobody has mmap_lock", ViolationKind.Lock, vma.Vma.VmLockSeq, FormattableString.Invariant($"the VMA of PMD entry {vma.FirstPmd} of {process.Space.Name}"));
            }
        }
    }

    private void CheckFrames(Cpu cpu)
    {
        for (ulong pfn = world.FirstPfn; pfn < world.FirstPfn + (ulong)world.Frames.Frames;)
        {
            int order = 0;
            if (world.Frames.IsAllocated(PhysicalMemory.FrameAddress(pfn), out order))
            {
                CheckAllocated(cpu, pfn, order);
            }
            else
            {
                CheckUnused(cpu, pfn, "a free frame");
                Expect(cpu, pfn, StructPage.CompoundHeadWord(world.Mm.Pages[pfn]), 0, "compound_head", "a free frame", ViolationKind.StructPage);
                Expect(cpu, pfn, StructPage.Flags(world.Mm.Pages[pfn]), 0, "flags", "a free frame", ViolationKind.StructPage);
            }

            pfn += 1UL << order;
        }
    }

    private void CheckAllocated(Cpu cpu, ulong pfn, int order)
    {
        ulong page = world.Mm.Pages[pfn];
        FrameUse use = _uses.Use(pfn);
        if (use == FrameUse.None)
        {
            Wrong(FormattableString.Invariant($"is allocated (order {order}, _refcount {cpu.ReadOnce(StructPage.Refcount(page))}, _mapcount {cpu.ReadOnce(StructPage.Mapcount(page))}), and nothing leads to it"), ViolationKind.Leak, PhysicalMemory.FrameAddress(pfn), FrameName(pfn));
            return;
        }

        Expect(cpu, pfn, StructPage.Refcount(page), _uses.References(pfn), "_refcount", use.ToString(), ViolationKind.Count);
        Expect(cpu, pfn, StructPage.Mapcount(page), _uses.Mappings(pfn), "_mapcount", use.ToString(), ViolationKind.Count);
        Expect(cpu, pfn, StructPage.Private(page), 0, use == FrameUse.Page ? "private" : "ptl", use.ToString(), ViolationKind.Lock);
        Expect(cpu, pfn, StructPage.CompoundHeadWord(page), 0, "compound_head", "a head", ViolationKind.StructPage);
        ulong flags = cpu.ReadOnce(StructPage.Flags(page));
        if ((flags & StructPage.Locked) != 0 || (flags & StructPage.Head) != 0 != (order > 0))
        {
            Wrong(FormattableString.Invariant($"has flags 0x{flags:x}, a {use} of order {order} that nobody has locked"), ViolationKind.StructPage, page, FrameName(pfn));
        }

        for (ulong tail = 1; tail < 1UL << order; tail++)
        {
            CheckUnused(cpu, pfn + tail, "a tail");
            Expect(cpu, pfn + tail, StructPage.CompoundHeadWord(world.Mm.Pages[pfn + tail]), page + 1, "compound_head", "a tail", ViolationKind.StructPage);
        }
    }

    private void CheckUnused(Cpu cpu, ulong pfn, string what)
    {
        ulong page = world.Mm.Pages[pfn];
        Expect(cpu, pfn, StructPage.Refcount(page), 0, "_refcount", what, ViolationKind.Count);
        Expect(cpu, pfn, StructPage.Mapcount(page), 0, "_mapcount", what, ViolationKind.Count);
        Expect(cpu, pfn, StructPage.Private(page), 0, "private", what, ViolationKind.StructPage);
    }

    private void Expect(Cpu cpu, ulong pfn, ulong word, ulong expected, string name, string what, ViolationKind kind)
    {
        ulong actual = cpu.ReadOnce(word);
        if (actual != expected)
        {
            Wrong(FormattableString.Invariant($"({what}) has {name} {Count(actual)}, not {Count(expected)}"), kind, word, FrameName(pfn));
        }
    }

    private static string Count(ulong value) => value < 1UL << 20 ? FormattableString.Invariant($"{value}") : FormattableString.Invariant($"0x{value:x}");

    private static string FrameName(ulong pfn) => FormattableString.Invariant($"the frame at 0x{PhysicalMemory.FrameAddress(pfn):x}");

    // Whatever leads to a frame has a reference on it.
    private void Use(ulong entry, ulong pfn, FrameUse use, int mappings, string name) => Wrong(_uses.Add(pfn, use, 1, mappings), ViolationKind.Table, entry, name);

    private void Wrong(string? what, ViolationKind kind, ulong address, string name)
    {
        if (what is not null && _violations.Count < MostViolations)
        {
            _violations.Add(new Violation(kind, address, $"{name} {what}"));
        }
    }
}
