extern alias native;
using native::Racewalk.Mm.Collapse;
using native::Racewalk.Mm.Gup;
using native::Racewalk.Mm.Mapping;
using native::Racewalk.Mm.Memory;
using native::Racewalk.Mm.Races;
using native::Racewalk.Mm.Sharing;
using native::Racewalk.Mm.Teardown;
using Racewalk.Hardware;

namespace Racewalk.OneSource.Tests;

/// <summary>Runs a sequence in the native build.</summary>
internal static class NativeRun
{
    internal static Type MmStructType => typeof(MmStruct);

    /// <summary>What memory holds at the end, by address; and where it lies.</summary>
    internal static SortedDictionary<ulong, ulong> Run(IReadOnlyList<Operation> operations, int ptes, Arena arena, out (ulong FirstPfn, ulong Memmap, ulong KernelData) place)
    {
        const ulong Frames = 64;
        var layout = new MemoryLayout(
            arena.Base >> PageTableEntry.PfnShift,
            arena.Base + (Frames << PageTableEntry.PfnShift),
            arena.Base + (2 * Frames << PageTableEntry.PfnShift));
        place = (layout.FirstPfn, layout.Memmap, layout.KernelData);
        var world = new GupWorld(ptes, huge: true, layout: layout);
        var image = new SortedDictionary<ulong, ulong>();
        using var processors = new Processors(new ProcessorOptions(1) { Poisons = true });
        processors.Run(cpu =>
        {
            foreach (ulong word in world.Memory.Words)
            {
                cpu.WriteOnce(word, world.Memory.Initial.GetValueOrDefault(word));
            }

            foreach (Operation operation in operations)
            {
                Do(cpu, world, operation);
            }

            foreach (ulong word in world.Memory.Words)
            {
                image[word] = cpu.ReadOnce(word);
            }
        });
        return image;
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
