using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Sharing;
using Racewalk.Mm.Teardown;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.OneSource.Tests;

/// <summary>Runs a sequence in the checked build: one thread, so one execution.</summary>
internal static class CheckedRun
{
    /// <summary>What memory holds at the end, by address.</summary>
    internal static SortedDictionary<ulong, ulong> Run(IReadOnlyList<Operation> operations, int ptes, (ulong FirstPfn, ulong Memmap, ulong KernelData) place)
    {
        var world = new GupWorld(ptes, huge: true, layout: new MemoryLayout(place.FirstPfn, place.Memmap, place.KernelData));
        var machine = new CheckedMachine(Architecture.Sc, cpus: 1);
        var program = new CheckedProgram
        {
            Name = "one thread",
            Threads =
            [
                machine.Task(cpu =>
                {
                    foreach (Operation operation in operations)
                    {
                        Do(cpu, world, operation);
                    }
                }),
            ],
            Initial = world.Memory.Initial,
        };
        var visitor = new FinalImage(world.Memory.Words);
        ExplorationResult result = Explorer.Explore(program, MemoryModel.Sc, visitor);
        Assert.Equal(1, result.Executions);
        return visitor.Image;
    }

    private static void Do(Cpu cpu, GupWorld world, Operation operation)
    {
        MmStruct mm = world.Mm;
        int pte = operation.Pte;
        switch (operation.Kind)
        {
            case OperationKind.Get or OperationKind.Pin:
                bool isPin = operation.Kind == OperationKind.Pin;
                ulong pfn = world.SmallPages[pte];
                if (new GupFast(mm, new GupOptions(Pin: isPin)).GetPage(cpu, 0, pte) && !PageTableEntry.None(cpu.ReadOnce(mm.PmdOffset(0))) && PageTableEntry.IsTable(cpu.ReadOnce(mm.PmdOffset(0))))
                {
                    PageReference.FolioPutRefs(cpu, mm, mm.Pages[pfn], isPin ? StructPage.PinBias : 1);
                }

                break;
            case OperationKind.Zap:
                new ZapPte(mm, EntryClear.Xchg).Zap(cpu, cpu.ReadOnce(mm.PmdOffset(0)), pte, out _);
                break;
            case OperationKind.Map:
                PageReference.AllocateForOther(cpu, mm, mm.Pages[world.SmallPages[pte]], 7);
                cpu.AtomicInc(StructPage.Mapcount(mm.Pages[world.SmallPages[pte]]));
                new MapPage(mm).MapUser(cpu, 0, pte, world.SmallPages[pte]);
                break;
            case OperationKind.Share:
                new AnonSharing(mm, EntryClear.XchgRelaxed).Share(cpu, 0, pte);
                break;
            case OperationKind.Fork:
                new ForkCopy(mm, ForkReference.BeforeCheck).CopyPage(cpu, 0, pte);
                break;
            case OperationKind.WriteProtect:
                new WriteProtectPage(mm, WriteProtectKind.CompareExchange).ProtectAndRead(cpu, 0, pte, world.SmallPages[pte]);
                break;
            case OperationKind.Collapse:
                new Khugepaged(mm, new PmdpCollapseFlush(mm, CollapseFlushKind.Generic, EntryClear.Xchg)).CollapseHugePage(cpu, 0, world.HugePfn);
                break;
            default:
                new ZapHugePmd(mm, EntryClear.Plain).Zap(cpu, 0);
                break;
        }
    }
}
