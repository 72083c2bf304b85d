extern alias native;
using native::Racewalk.Mm.Collapse;
using native::Racewalk.Mm.Faults;
using native::Racewalk.Mm.Gup;
using native::Racewalk.Mm.Memory;
using native::Racewalk.Mm.Migration;
using native::Racewalk.Mm.Races;
using native::Racewalk.Mm.Sharing;
using native::Racewalk.Mm.Teardown;
using native::Racewalk.Mm.Thp;
using native::Racewalk.Mm.Vmas;
using Racewalk.Hardware;

namespace Racewalk.OneSource.Tests;

/// <summary>Runs calls on a VMA in the native build.</summary>
internal static class NativeVmaRun
{
    /// <summary>What memory holds at the end, by address; and where it lies.</summary>
    internal static SortedDictionary<ulong, ulong> Run(
        IReadOnlyList<VmaOperation> operations, VmaWorldKind kind, int variant, Arena arena, out (ulong FirstPfn, ulong Memmap, ulong KernelData) place)
    {
        const ulong Frames = 64;
        var layout = new MemoryLayout(
            arena.Base >> PageTableEntry.PfnShift,
            arena.Base + (Frames << PageTableEntry.PfnShift),
            arena.Base + (2 * Frames << PageTableEntry.PfnShift));
        place = (layout.FirstPfn, layout.Memmap, layout.KernelData);
        PhysicalMemory memory = MemoryOf(kind, variant, layout, out VmArea vma, out VmArea? child, out ulong hugePfn);
        var image = new SortedDictionary<ulong, ulong>();
        using var processors = new Processors(new ProcessorOptions(1) { Poisons = true });
        processors.Run(cpu =>
        {
            foreach (ulong word in memory.Words)
            {
                cpu.WriteOnce(word, memory.Initial.GetValueOrDefault(word));
            }

            foreach (VmaOperation operation in operations)
            {
                Do(cpu, vma, child, hugePfn, operation);
            }

            foreach (ulong word in memory.Words)
            {
                image[word] = cpu.ReadOnce(word);
            }
        });
        return image;
    }

    private static PhysicalMemory MemoryOf(VmaWorldKind kind, int variant, MemoryLayout layout, out VmArea vma, out VmArea? child, out ulong hugePfn)
    {
        child = null;
        switch (kind)
        {
            case VmaWorldKind.Cow:
                var cow = new CowWorld((CowPage)variant, entries: 2, layout: layout);
                (vma, child, hugePfn) = (cow.Parent, cow.Child, cow.HugePfn);
                return cow.Memory;
            case VmaWorldKind.Thp:
                var thp = new ThpWorld(isSplit: variant % 2 == 1, layout: layout);
                (vma, hugePfn) = (thp.Vma, thp.HugePfn);
                return thp.Memory;
            default:
                var anon = new AnonWorld(canGo: true, layout: layout);
                (vma, hugePfn) = (anon.Vma, anon.HugePfn);
                return anon.Memory;
        }
    }

    private static void Do(Cpu cpu, VmArea vma, VmArea? child, ulong hugePfn, VmaOperation operation)
    {
        MmStruct mm = vma.Mm;
        var all = new PageRange(0, mm.Geometry.PtrsPerPte);
        switch (operation.Kind)
        {
            case VmaOperationKind.Get or VmaOperationKind.Pin:
                new GupFast(mm, new GupOptions(Pin: operation.Kind == VmaOperationKind.Pin)).GetPage(cpu, 0, operation.Pte);
                break;
            case VmaOperationKind.StoreFault:
                new AnonFault(vma, new FaultOptions(PerVmaLock: true, HugePages: false)).Handle(cpu, 0, operation.Pte, isStore: true);
                break;
            case VmaOperationKind.Fork:
                new DupMmap(vma, child!, EntryClear.Xchg).Fork(cpu, 0);
                break;
            case VmaOperationKind.Migrate:
                new MigrateFolio([vma, child!], EntryClear.Xchg).Migrate(cpu, 0, operation.Pte);
                break;
            case VmaOperationKind.Dontneed:
                new MadviseDontneed(vma, EntryClear.Xchg, new PmdNone(vma, NonePolicy.Trust)).Zap(cpu, 0);
                break;
            case VmaOperationKind.SplitPmd:
                new SplitHugePmd(vma, EntryClear.XchgRelaxed).SplitPmd(cpu, 0, freezes: false, folio: 0);
                break;
            case VmaOperationKind.SplitFolio:
                new SplitFolio([vma], EntryClear.Xchg, (HeadUnfreeze)operation.Pte).SplitHugePage(cpu, 0, hugePfn);
                break;
            case VmaOperationKind.Munmap:
                new Munmap(vma, EntryClear.Xchg, new TableBatch(mm, TableFreeKind.AfterFlush), downgrades: operation.Pte == 1).Unmap(cpu, new MmuGather(mm, 1 + operation.Pte), all, all);
                break;
            case VmaOperationKind.Collapse:
                new AnonCollapse(vma, new PmdpCollapseFlush(mm, CollapseFlushKind.Generic, EntryClear.Xchg), CollapseLocking.MmapWrite).CollapseHugePage(cpu, 0, hugePfn);
                break;
            default:
                vma.MmapLock.WriteLock(cpu);
                vma.Link(cpu, VmArea.Write);
                vma.MmapLock.WriteUnlock(cpu);
                new AnonFault(vma, new FaultOptions(PerVmaLock: true, HugePages: false)).Handle(cpu, 0, operation.Pte, isStore: true);
                break;
        }
    }
}
