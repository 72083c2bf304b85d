using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Scenarios.Hvo;

namespace Racewalk.Scenarios.HvoArm64;

/// <summary>The memory of hvo-arm64/update: a folio's two vmemmap pages, the head's copy already made; what changes; the words of the strategies.</summary>
internal sealed class UpdateWorld
{
    private readonly Variant _variant;

    internal UpdateWorld(Variant variant, int cpus)
    {
        _variant = variant;
        Cpus = cpus;
        IsBlock = variant[UpdateAxes.Memmap.Name] == "block";
        IsTail = variant[UpdateAxes.Entry.Name] == "tail";
        Memmap = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, HvoEra.E5) with { IsBlock = IsBlock, Words = [0] });
        HugetlbFolio folio = Memmap.Folios[0];
        if (IsTail || variant[UpdateAxes.Strategy.Name] != "equal-contents")
        {
            // The head has been copied; C copies it itself.
            Memmap.Memory.Set(MemmapWorld.WordAt(folio.NewHead, 0), StructPage.Head);
        }

        ArchPte pte = Memmap.Vmemmap.Pte;
        if (IsBlock)
        {
            for (int page = 0; page < folio.Pages; page++)
            {
                Memmap.Memory.Set(Memmap.PteAt(page), pte.Kernel(folio.Frames[page]));
            }
        }

        Table = new EntryUpdate(Memmap.Vmemmap.Pmd, Memmap.TableEntry, 0, folio.Pages);
        int changed = IsTail ? 1 : 0;
        bool isShared = variant[UpdateAxes.Tails.Name] == "shared";
        ulong tails = isShared ? folio.SharedTail : folio.NewHead;
        NewValue = isShared ? 0 : StructPage.Head;
        Entry = new EntryUpdate(Memmap.PteAt(changed), IsTail ? pte.KernelReadOnly(tails) : pte.Kernel(folio.NewHead), changed, 1);
        OtherEntry = new EntryUpdate(
            Memmap.PteAt(1 - changed), IsTail ? pte.Kernel(folio.NewHead) : pte.KernelReadOnly(tails), 1 - changed, 1);
        StopWords = Memmap.Memory.AddKernelWords([.. StopMachine.Names(cpus)]);
        (Flag, Counter) = (Word("paused_flag", 0), Word("paused", 0));
        (PausedMask, ResumedMask) = (Word("paused_cpus", 0), Word("resumed_cpus", ulong.MaxValue >> (64 - cpus)));
        (OwnLock, PauseLock, OuterLock) = (Word("vmemmap_lock", 0), Word("cpu_pause_lock", 0), Word("outer_lock", 0));
    }

    internal int Cpus { get; }

    internal bool IsBlock { get; }

    internal bool IsTail { get; }

    internal MemmapWorld Memmap { get; }

    /// <summary>The PMD entry that becomes a table.</summary>
    internal EntryUpdate Table { get; }

    /// <summary>The PTE that gets another page.</summary>
    internal EntryUpdate Entry { get; }

    /// <summary>The PTE that a second writer changes.</summary>
    internal EntryUpdate OtherEntry { get; }

    /// <summary>The words of stop_machine.</summary>
    internal ulong StopWords { get; }

    internal ulong Flag { get; }

    internal ulong Counter { get; }

    internal ulong PausedMask { get; }

    internal ulong ResumedMask { get; }

    private ulong OwnLock { get; }

    private ulong PauseLock { get; }

    private ulong OuterLock { get; }

    /// <summary>The struct page that is accessed.</summary>
    internal ulong StructPageAddress => IsTail ? Memmap.Tail() : Memmap.Head();

    /// <summary>What a read of it may return: what the old page has, or the new one.</summary>
    internal IReadOnlyList<ulong> Expected =>
        [Memmap.Memory.Initial[MemmapWorld.WordAt(Memmap.Folios[0].Frames[IsTail ? 1 : 0], 0)], NewValue];

    private ulong NewValue { get; }

    /// <summary>The lock that the writer holds around its update where somebody waits for it.</summary>
    internal Spinlock Outer => new(OuterLock, "a lock that the writer holds") { IsRaw = true };

    /// <summary>D's pause.</summary>
    internal RemotePause? PauseOf(bool isNmi)
    {
        string strategy = _variant[UpdateAxes.Strategy.Name];
        var pauseLock = new Spinlock(PauseLock, "cpu_pause_lock") { IsRaw = strategy != "pause-masks" };
        return strategy switch
        {
            "pause-counter" => new PauseByCounter(Flag, Counter, pauseLock, Cpus, isNmi),
            "pause-masks" or "pause-masks-raw" => new PauseByMasks(PausedMask, ResumedMask, pauseLock, isNmi),
            _ => null,
        };
    }

    /// <summary>The strategy.</summary>
    internal VmemmapUpdate StrategyOf(RemotePause? pause, StopMachine stop)
    {
        Vmemmap vmemmap = Memmap.Vmemmap;
        var own = new Spinlock(OwnLock, "vmemmap_lock");
        return _variant[UpdateAxes.Strategy.Name] switch
        {
            "none" => new InPlaceUpdate(vmemmap),
            "fault-handler" => new FaultHandlerUpdate(vmemmap, vmemmap.PageTableLock, LockForm.Plain, LockForm.Plain),
            "own-lock-irq" => new FaultHandlerUpdate(vmemmap, own, LockForm.Irq, LockForm.Irq),
            "own-lock-plain" => new FaultHandlerUpdate(vmemmap, own, LockForm.Irq, LockForm.Plain),
            "own-lock-irqsave" => new FaultHandlerUpdate(vmemmap, own, LockForm.IrqSave, LockForm.IrqSave),
            "own-lock-raw" => new FaultHandlerUpdate(vmemmap, own with { IsRaw = true }, LockForm.IrqSave, LockForm.IrqSave),
            "equal-contents" => new EqualContentsUpdate(vmemmap),
            "stop-machine" => new StopMachineUpdate(vmemmap, stop),
            _ => new PauseUpdate(vmemmap, pause!),
        };
    }

    private ulong Word(string name, ulong value) => Memmap.Memory.AddKernelWord(name, value);
}
