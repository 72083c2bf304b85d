using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Reclaim;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Kvm;

/// <summary>A guest's write to a page of a file against reclaim, which writes dirty pages back and drops clean ones.</summary>
internal sealed class KvmDirtyScenario : ScenarioBase
{
    private const int Reclaim = 0;
    private const int Vcpu = 1;
    private const string Actor = "reclaim";
    private const ulong GuestData = 0x9e57;

    private static readonly Axis s_dirty = new(
        "dirty",
        ["at-fault", "at-zap", "by-primary"],
        "how a page that the guest writes is known: KVM marks it in the fault, or when the SPTE goes, or never, and maps it writable only if the process's entry is dirty (discussed)");

    private static readonly Axis s_entry = new("entry", ["clean", "dirty"], "the process's entry at first; if dirty, reclaim writes the page back before it unmaps it");

    private static readonly Axis s_read = new(
        "read", ["exact", "false-positive"], "how the fault reads the dirty state: as it is, or sometimes as set though it is clear (a torn read of a contiguous set)");

    /// <inheritdoc/>
    public override string Id => "kvm/dirty";

    /// <inheritdoc/>
    public override string Title => "Can reclaim drop a page that the guest has written to?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics, s_dirty, s_entry, s_read];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. KvmStepTable.Fault.Where(static s => s.Name is not (KvmSteps.MmapReadLock or KvmSteps.MmapReadUnlock)),
        .. GupStepTable.Get.Where(static s => s.Name != PageReference.FreePageStep),
        KvmStepTable.SetPageDirty,
        .. KvmStepTable.Guest,
        .. KvmStepTable.Notifier(Actor).Where(static s => s.Name != KvmSteps.InvalidateCaches),
        new(ReclaimPage.CleanNotify, Actor, "page_vma_mkclean_one", "v6.12", "mm/rmap.c", true),
        new(ReclaimPage.CleanPte, Actor, "page_vma_mkclean_one", "v6.12", "mm/rmap.c", false),
        new(ReclaimPage.WriteBack, Actor, "pageout", "v6.12", "mm/vmscan.c", false),
        new(ReclaimPage.UnmapNotify, Actor, "try_to_unmap_one", "v6.12", "mm/rmap.c", true),
        new(ReclaimPage.UnmapPte, Actor, "ptep_clear_flush", "v6.12", "mm/pgtable-generic.c", false),
        .. CommonSteps.Flush(Actor),
        new(ReclaimPage.PutMapping, Actor, "try_to_unmap_one", "v6.12", "mm/rmap.c", false),
        new(ReclaimPage.TestDirty, Actor, "shrink_folio_list", "v6.12", "mm/vmscan.c", true),
        new(ReclaimPage.Freeze, Actor, "__remove_mapping", "v6.12", "mm/vmscan.c", true),
        new(ReclaimPage.TestDirtyAgain, Actor, "__remove_mapping", "v6.12", "mm/vmscan.c", true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = KvmDirtyExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        bool isByPrimary = configuration.Values[s_dirty.Name] == "by-primary";
        if (!isByPrimary && configuration.Values[s_read.Name] != "exact")
        {
            throw new ScenarioException("axis read is about dirty=by-primary: otherwise nobody looks at the entry's dirty state");
        }

        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        AddIf(configuration.Values[s_entry.Name] == "clean", ReclaimPage.CleanNotify, ReclaimPage.CleanPte, ReclaimPage.WriteBack);
        AddIf(isByPrimary, KvmSteps.SetPageDirty);
        AddIf(architecture.Flush is TlbFlush.Interrupt or TlbFlush.InterruptUnlessPreempted or TlbFlush.Silent, KvmSteps.RetryRmb);
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));

        void AddIf(bool condition, params string[] names) => absent.UnionWith(condition ? names : []);
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        // How an architecture says "dirty" is not the question: one bit, set by whoever writes through the entry.
        var world = new KvmWorld(pte: new X86Pte());
        bool isDirty = variant[s_entry.Name] == "dirty";
        ulong pfn = world.Page();
        world.Host.Memory.Set(world.PteAddress(0), PageTableEntry.Leaf(pfn, write: true) | (isDirty ? PageTableEntry.Dirty : 0));
        world.Host.Memory.Set(world.Host.Refcount(pfn), 2);
        ulong disk = world.Host.Memory.AddKernelWord("disk");
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Vcpu, world.Host.Memory.Name);
        DirtyTracking tracking = TrackingOf(variant);
        var notifier = new KvmMmuNotifier(world.Kvm, new KvmNotifierOptions(MarksDirty: tracking == DirtyTracking.AtZap));
        var reclaim = new ReclaimPage(world.Host.Mm, KernelChoices.PteClear(variant), notifier, disk);
        bool looksAtRange = !variant.Present.Contains(KvmSteps.RetryRmb);
        var fault = new KvmPageFault(
            world.Kvm, notifier, new KvmFaultOptions(PfnLookup.GupFast, looksAtRange, tracking, FalsePositives: variant[s_read.Name] == "false-positive"));
        var guest = new KvmGuest(world.Kvm);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Host.Memory.Initial,
                (Actor, cpu => RunReclaim(cpu, reclaim, isDirty)),
                ("vCPU", cpu => RunGuest(cpu, fault, guest))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world, disk),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant)],
        };
    }

    private static DirtyTracking TrackingOf(Variant variant) => variant[s_dirty.Name] switch
    {
        "at-zap" => DirtyTracking.AtZap,
        "by-primary" => DirtyTracking.ByPrimary,
        _ => DirtyTracking.AtFault,
    };

    private static void RunReclaim(Cpu cpu, ReclaimPage reclaim, bool isDirty)
    {
        if (isDirty)
        {
            reclaim.WritePageBack(cpu, 0, 0);
        }

        reclaim.UnmapAndDrop(cpu, 0, 0);
    }

    private static void RunGuest(Cpu cpu, KvmPageFault fault, KvmGuest guest)
    {
        fault.Handle(cpu, 0);
        guest.Store(cpu, 0, GuestData);
    }

    private static FailureNote? Judge(IExecution execution, KvmWorld world, ulong disk) =>
        Saw(execution, Reclaim, ReclaimPage.Dropped) && Saw(execution, Vcpu, KvmGuest.Accessed) && execution.Final(disk) != GuestData
            ? new FailureNote(ViolationKind.LostData, "the guest has written to the page, reclaim takes it for clean and drops it: the write is lost")
            : world.CheckSptes(execution);

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return new("reclaim drops the page", e => Saw(e, Reclaim, ReclaimPage.Dropped));
        if (variant[s_dirty.Name] == "by-primary" && variant[s_entry.Name] == "clean")
        {
            yield return new("the guest gets the page read-only", e => Saw(e, Vcpu, KvmPageFault.Mapped) && !Saw(e, Vcpu, KvmPageFault.MappedWritable));
            yield break;
        }

        yield return new("the guest writes to the page", e => Saw(e, Vcpu, KvmGuest.Accessed));
        yield return variant[s_entry.Name] == "clean"
            ? new("the page is written to and stays", e => Saw(e, Vcpu, KvmGuest.Accessed) && Saw(e, Reclaim, ReclaimPage.Kept))
            : new("the page is written to, written back and dropped", e => Saw(e, Vcpu, KvmGuest.Accessed) && Saw(e, Reclaim, ReclaimPage.Dropped));
    }
}
