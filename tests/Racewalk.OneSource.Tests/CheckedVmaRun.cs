using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Races;
using Racewalk.Mm.Sharing;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Thp;
using Racewalk.Mm.Vmas;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.OneSource.Tests;

/// <summary>Runs calls on a VMA in the checked build: one thread, so one execution.</summary>
internal static class CheckedVmaRun
{
    /// <summary>What memory holds at the end, by address.</summary>
    internal static SortedDictionary<ulong, ulong> Run(
        IReadOnlyList<VmaOperation> operations, VmaWorldKind kind, int variant, (ulong FirstPfn, ulong Memmap, ulong KernelData) place)
    {
        PhysicalMemory memory = MemoryOf(kind, variant, new MemoryLayout(place.FirstPfn, place.Memmap, place.KernelData), out VmArea vma, out VmArea? child, out ulong hugePfn);
        var machine = new CheckedMachine(Architecture.Sc, cpus: 1);
        var program = new CheckedProgram
        {
            Name = "one thread",
            Threads =
            [
                machine.Task(cpu =>
                {
                    foreach (VmaOperation operation in operations)
                    {
                        Do(cpu, vma, child, hugePfn, operation);
                    }
                }),
            ],
            Initial = memory.Initial,
        };
        var visitor = new FinalImage(memory.Words);
        ExplorationResult result = Explorer.Explore(program, MemoryModel.Sc, visitor);
        Assert.Equal(1, result.Executions);
        return visitor.Image;
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
