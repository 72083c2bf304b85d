using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;
using Racewalk.Scenarios.Cow;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Munmap;

/// <summary>munmap of a VMA against a page fault in it.</summary>
internal sealed class MunmapFaultScenario : AnonScenario
{
    private static readonly Axis s_lock = new("fault-lock", ["vma", "mmap"], "what the fault takes: the VMA's own lock, and mmap_lock if that fails; or mmap_lock at once");
    private static readonly Axis s_downgrade = new("downgrade", ["no", "yes"], "whether munmap holds mmap_lock for reading alone once the VMA is detached (mmap_write_downgrade)");

    /// <inheritdoc/>
    public override string Id => "munmap/fault";

    /// <inheritdoc/>
    public override string Title => "Can a page fault map something in a VMA that is being unmapped?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_lock, s_downgrade];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. MunmapStepTable.Munmap.Select(static s => s with { Droppable = s.Name is Mm.Teardown.Munmap.MmapLock or Mm.Teardown.Munmap.VmaStartWrite }),
        new(VmArea.Lookup, "page fault", "lock_vma_under_rcu", "v6.12", "mm/memory.c", false),
        .. FaultStepTable.Fault.Where(static s => FaultStepTable.VmaOnly.Contains(s.Name)),
        new(VmArea.DetachedCheck, "page fault", "lock_vma_under_rcu", "v6.12", "mm/memory.c", true),
        .. CowStepTable.FaultOnEntry,
        .. CowStepTable.AnonymousPte,
        .. CowStepTable.PteAlloc,
        CowStepTable.FreePage,
        .. AnonCollapseStepTable.Flush,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        .. OnEach("", Verdict.Holds, "the VMA is write-locked before anything goes, and a fault that comes later finds it detached"),
        .. OnEach("-munmap-vma-start-write", Verdict.Violated, "mutant: a fault that has the VMA's lock is in the table when it is freed"),
        .. OnEach("-vma-detached-check", Verdict.Violated, "mutant: found before, locked behind the end of munmap: a table is put where no VMA is"),
        .. OnEach("-vma-start-read-recheck", Verdict.Violated, "mutant: write-locked between the check and the trylock"),
        Expect.Holds("arch=arm64 -vma-start-read-check", "redundant: the check behind the trylock is the one that counts"),
        .. OnEach("downgrade=yes", Verdict.Holds, "with mmap_lock for reading alone there is nothing to find any more"),
        .. OnEach("downgrade=yes -vma-detached-check", Verdict.Violated, "mutant: the VMA's write lock ends with the downgrade"),
        .. OnEach("fault-lock=mmap", Verdict.Holds, "mmap_lock"),
        .. OnEach("fault-lock=mmap -munmap-mmap-lock", Verdict.Violated, "mutant"),
        Expect.Holds("arch=arm64 fault-lock=mmap -munmap-vma-start-write", "redundant without per-VMA locks"),
        Expect.Holds("arch=arm64 fault-lock=mmap downgrade=yes", "the VMA is no longer found"),
        Expect.Violated("arch=arm64 fault-lock=mmap downgrade=yes -munmap-mmap-lock", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration) =>
        configuration.Values[s_lock.Name] == "vma" ? [] : [.. FaultStepTable.VmaOnly, VmArea.Lookup, VmArea.DetachedCheck];

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-munmap-vma-start-write");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["clear"] = KernelChoices.PteClear(variant).ToString(),
        ["downgrade"] = variant[s_downgrade.Name],
        ["vma-lock"] = variant[s_lock.Name] == "vma" ? "yes" : "no",
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new MunmapFaultRace(KernelChoices.PteClear(variant), perVmaLock: variant[s_lock.Name] == "vma", downgrades: variant[s_downgrade.Name] == "yes");
        return InstanceOf(variant, race, race.World.Entries);
    }

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        KhugepagedAxes.Arch.Values.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
