using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Kvm;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Kvm;

/// <summary>The refresh of a gfn_to_pfn_cache against MADV_DONTNEED of the page, with KVM's notifiers around that.</summary>
internal sealed class PfnCacheScenario : ScenarioBase
{
    private const int Vcpu = 1;
    private const string Actor = "MADV_DONTNEED";
    private const string Cache = "virt/kvm/pfncache.c";

    private static readonly Axis s_count = new(
        "count", ["mn-active", "in-progress"], "what a refresh takes for an invalidation under way: mn_active_invalidate_count, or mmu_invalidate_in_progress");

    private static readonly Axis s_order = new("order", ["caches-first", "mmu-first"], "whether caches are invalidated before the secondary MMU, as in the kernel, or after it");

    /// <inheritdoc/>
    public override string Id => "kvm/pfncache";

    /// <inheritdoc/>
    public override string Title => "Can a gfn_to_pfn_cache be valid for a page that the process does not map any more?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics, s_count, s_order];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(GpcRefresh.ReadSeq, "vCPU", "hva_to_pfn_retry", "v6.12", Cache, false),
        new(GpcRefresh.SeqRmb, "vCPU", "hva_to_pfn_retry", "v6.12", Cache, true),
        new(GpcRefresh.LookUp, "vCPU", "hva_to_pfn", "v6.12", "virt/kvm/kvm_main.c", false),
        .. GupStepTable.Get,
        new(GpcRefresh.CheckActive, "vCPU", "mmu_notifier_retry_cache", "v6.12", Cache, true),
        new(GpcRefresh.RetryRmb, "vCPU", "mmu_notifier_retry_cache", "v6.12", Cache, true),
        new(GpcRefresh.CheckSeq, "vCPU", "mmu_notifier_retry_cache", "v6.12", Cache, true),
        new(GpcRefresh.Publish, "vCPU", "hva_to_pfn_retry", "v6.12", Cache, false),
        new(GpcRefresh.Release, "vCPU", "kvm_release_pfn_clean", "v6.12", "virt/kvm/kvm_main.c", false),
        new(GpcRefresh.Use, "vCPU", "kvm_gpc_check", "v6.12", Cache, false),
        .. KvmStepTable.Notifier(Actor).Where(static s => s.Name is not (KvmSteps.ZapSptes or KvmSteps.FlushRemoteTlbs)),
        .. ZapStepTable.Zap(Actor),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=sc", "mn_active_invalidate_count goes up before the cache's lock is taken, and down after mmu_invalidate_seq has gone up"),
        Expect.Holds("arch=arm64", "the same"),
        Expect.Holds("arch=arm64 atomics=llsc", "the same"),
        Expect.Holds("arch=x86-64", "the same"),
        Expect.Holds("arch=ppc64-radix", "the same"),
        Expect.Holds("arch=lkmm", "the same"),
        Expect.Violated("arch=sc -gpc-retry-active", "mutant: refreshed between the cache's invalidation and the zap"),
        Expect.Violated("arch=arm64 -gpc-retry-active", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc -gpc-retry-active", "mutant"),
        Expect.Violated("arch=x86-64 -gpc-retry-active", "mutant"),
        Expect.Violated("arch=ppc64-radix -gpc-retry-active", "mutant"),
        Expect.Violated("arch=lkmm -gpc-retry-active", "mutant"),
        Expect.Violated("arch=sc -gpc-retry-seq", "mutant: a whole invalidation fits between lookup and check"),
        Expect.Violated("arch=arm64 -gpc-retry-seq", "mutant"),
        Expect.Violated("arch=sc -invalidate-caches", "mutant: what was refreshed before stays valid"),
        Expect.Violated("arch=sc count=in-progress", "(e): the invalidation of the cache is over, and none of the MMU has begun"),
        Expect.Violated("arch=x86-64 count=in-progress", "(e)"),
        Expect.Violated("arch=arm64 count=in-progress", "(e)"),
        Expect.Holds("arch=sc order=mmu-first count=in-progress", "the other way round it would do: the count is up before the cache's lock is taken"),
        Expect.Holds("arch=arm64 order=mmu-first count=in-progress", "the same"),
        Expect.Violated("arch=sc order=mmu-first count=in-progress -gpc-retry-active", "mutant"),
        Expect.Violated("arch=arm64 order=mmu-first count=in-progress -gpc-retry-active", "mutant"),
        Expect.Violated("arch=arm64 order=mmu-first count=in-progress -invalidate-end-wmb", "then nothing but the barrier orders the two counters"),
        Expect.Violated("arch=arm64 -gpc-retry-rmb", "the sequence is read before the count"),
        Expect.Violated("arch=ppc64-radix -gpc-retry-rmb", "the sequence is read before the count"),
        Expect.Violated("arch=lkmm -gpc-retry-rmb", "the sequence is read before the count"),
        Expect.Holds("arch=x86-64 -gpc-retry-rmb", "loads stay in order"),
        Expect.Holds("arch=arm64 -gpc-seq-rmb", "redundant: GUP-fast's reference is a full barrier in front of the recheck, and the lock's release keeps the read before it"),
        Expect.Holds("arch=lkmm -gpc-seq-rmb", "redundant by the kernel's own model, too"),
        Expect.Violated("arch=arm64 -gpc-seq-rmb -gpc-retry-seq", "mutant"),
        Expect.Holds("arch=arm64 -invalidate-end-wmb", "redundant: mmu_lock is given back and mn_invalidate_lock taken between the two counters"),
        Expect.Holds("arch=ppc64-radix -invalidate-end-wmb", "redundant: the same"),
        Expect.Holds("arch=lkmm -invalidate-end-wmb", "redundant: the same by the kernel's own model"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new KvmWorld(hasCache: true);
        GfnToPfnCache cache = world.Kvm.Cache!;
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Vcpu, world.Host.Memory.Name);
        var notifier = new KvmMmuNotifier(world.Kvm, new KvmNotifierOptions(CachesLast: variant[s_order.Name] == "mmu-first", HasSptes: false));
        var zap = new ZapPageRange(world.Host.Mm, new ZapPte(world.Host.Mm, KernelChoices.PteClear(variant)), notifier);
        var refresh = new GpcRefresh(world.Kvm, cache, variant[s_count.Name] == "in-progress");
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Host.Memory.Initial,
                (Actor, cpu => zap.Zap(cpu, 0, 0, 0, 1)),
                ("vCPU", cpu => RefreshAndUse(cpu, refresh))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world, cache),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant)],
        };
    }

    private static void RefreshAndUse(Cpu cpu, GpcRefresh refresh)
    {
        refresh.Refresh(cpu);
        refresh.Read(cpu);
    }

    private static FailureNote? Judge(IExecution execution, KvmWorld world, GfnToPfnCache cache)
    {
        ulong pfn = execution.Final(cache.Pfn);
        ulong primary = world.PrimaryPfn(execution, cache.Gfn, out _);
        return execution.Final(cache.Valid) != 0 && pfn != primary
            ? new FailureNote(ViolationKind.Assertion, world.Stale("the cache is valid and", pfn, primary))
            : world.CheckCount(execution, world.Page(), 0);
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return new("the cache is refreshed and used before the page goes", e => Saw(e, Vcpu, GpcRefresh.Refreshed) && Saw(e, Vcpu, GpcRefresh.Used));
        yield return new("the cache is refreshed and then invalidated", e => Saw(e, Vcpu, GpcRefresh.Refreshed) && !Saw(e, Vcpu, GpcRefresh.Used));
        if (variant.Keeps(GpcRefresh.CheckActive) || variant.Keeps(GpcRefresh.CheckSeq))
        {
            yield return new("the refresh has to be tried again", e => Saw(e, Vcpu, GpcRefresh.Retries));
        }
    }
}
