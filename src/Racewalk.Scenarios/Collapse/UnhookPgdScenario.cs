using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Collapse;

/// <summary>A collapse that takes the PGD entry out instead of the PMD entry, against those who walk down from it.</summary>
internal sealed class UnhookPgdScenario : ScenarioBase
{
    private const int Collapser = 0;
    private const int Other = 1;
    private const string Actor = "khugepaged";
    private const string Proposed = "(proposed) collapse_huge_page";
    private const string KhugepagedFile = "mm/khugepaged.c";
    private const string Memory = "mm/memory.c";

    private static readonly Axis s_arch = new("arch", ["arm64", "sc", "lkmm"], "the architecture: its instructions and its memory model; none of these interrupts to flush");
    private static readonly Axis s_other = new("other", ["dontneed", "fault", "walk"], "who walks down: MADV_DONTNEED, a page fault, or walk_page_range for mincore and pagemap");

    private static readonly Axis s_none = new(
        "none",
        ["skip", "look-again"],
        "skip: none at the PGD means nothing is there; look-again: whoever finds none looks again under mm->page_table_lock, which the collapse holds meanwhile");

    /// <inheritdoc/>
    public override string Id => "khugepaged/unhook-pgd";

    /// <inheritdoc/>
    public override string Title => "Could a collapse do without the mmap lock for writing if it took out the PGD entry instead of the PMD entry?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [s_arch, s_other, s_none, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(UnhookPgd.MmapWriteLock, Actor, Proposed, "v6.12", KhugepagedFile, true),
        new(UnhookPgd.ClearPgd, Actor, Proposed, "v6.12", KhugepagedFile, false),
        .. CommonSteps.Flush(Actor).Where(static s => Cpu.FlushSteps(Architecture.Arm64).Contains(s.Name)),
        new(UnhookPgd.Isolate, Actor, "__collapse_huge_page_isolate", "v6.12", KhugepagedFile, false),
        new(CollapseSteps.Copy, Actor, "__collapse_huge_page_copy", "v6.12", KhugepagedFile, false),
        new(CollapseSteps.ClearPtes, Actor, "__collapse_huge_page_copy_succeeded", "v6.12", KhugepagedFile, false),
        new(PageReference.FreePageStep, "whoever puts last", "__folio_put", "v6.12", "mm/swap.c", false),
        new(CollapseSteps.SetHugePmd, Actor, "collapse_huge_page", "v6.12", KhugepagedFile, false),
        new(UnhookPgd.RestorePgd, Actor, Proposed, "v6.12", KhugepagedFile, false),
        new(PgdWalkers.MmapReadLock, "walker", "mmap_read_lock", "v6.12", "include/linux/mmap_lock.h", false),
        new(PgdWalkers.ReadPgd, "walker", "unmap_page_range, walk_pgd_range, __handle_mm_fault", "v6.12", Memory, false),
        new(PgdWalkers.ReadPmd, "walker", "zap_pmd_range, walk_pmd_range, __handle_mm_fault", "v6.12", Memory, false),
        new(PgdWalkers.ReadPte, "walker", "__pte_offset_map_lock", "v6.12", "mm/pgtable-generic.c", false),
        new(PgdWalkers.Zap, "MADV_DONTNEED", "zap_present_ptes, zap_huge_pmd", "v6.12", Memory, false),
        new(PgdWalkers.AllocatePmd, "fault", "__pmd_alloc", "v6.12", Memory, false),
        new(PgdWalkers.SetPte, "fault", "do_anonymous_page", "v6.12", Memory, false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = [.. ((string[])["arch=sc", "arch=arm64", "arch=lkmm"]).SelectMany(Of)];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new PgdWorld();
        bool looksAgain = variant[s_none.Name] == "look-again";
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 0, world.Memory.Name);
        var collapse = new UnhookPgd(world.Mm, world.Level, looksAgain);
        var walkers = new PgdWalkers(world.Mm, world.Level, looksAgain, world.Fresh);
        string other = variant[s_other.Name];
        Action<Cpu> walk = other switch
        {
            "fault" => cpu => walkers.Fault(cpu, 0, world.Zeroed),
            "walk" => cpu => walkers.WalkPageRange(cpu, 0),
            _ => cpu => walkers.Dontneed(cpu, 0),
        };
        return new ScenarioInstance
        {
            Program = ProgramOf(variant, machine, world.Memory.Initial, (Actor, cpu => collapse.Collapse(cpu, 0, world.HugePfn)), (other, walk)),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world, other),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(other)],
        };
    }

    private static IEnumerable<Witness> Witnesses(string other)
    {
        yield return new("the page is collapsed, and the walker finds it", static e => Saw(e, Collapser, UnhookPgd.Collapsed) && Saw(e, Other, PgdWalkers.Found));
        if (other == "dontneed")
        {
            yield return new("MADV_DONTNEED comes first, and there is nothing to collapse", static e => !Saw(e, Collapser, UnhookPgd.Collapsed));
        }
    }

    private static IEnumerable<ExpectedVerdict> Of(string arch)
    {
        foreach (string other in (string[])["dontneed", "fault", "walk"])
        {
            string configuration = $"{arch} other={other}";
            yield return Expect.Holds(configuration, "the mmap lock keeps walkers out");
            yield return Expect.Violated($"{configuration} -unhook-mmap-write-lock", "as with the PMD entry: the walker finds none, and believes it");
            yield return Expect.Holds($"{configuration} none=look-again", "the mmap lock keeps walkers out");
            yield return Expect.Violated(
                $"{configuration} none=look-again -unhook-mmap-write-lock", "who is below the PGD already does not notice: the PMD entry, which is looked at again, is as it was");
        }
    }

    private static FailureNote? Judge(IExecution execution, PgdWorld world, string other) => other switch
    {
        "fault" => Saw(execution, Other, PgdWalkers.ZeroPage)
            ? new FailureNote(ViolationKind.LostData, "a fault has mapped a zeroed page where there was a page all along")
            : null,
        "walk" => Saw(execution, Other, PgdWalkers.Hole)
            ? new FailureNote(ViolationKind.LostData, "the walk has found nothing where there was a page all along")
            : null,
        _ => world.IsMapped(execution)
            ? new FailureNote(ViolationKind.LostData, "MADV_DONTNEED is over, and the memory that was there before is still there")
            : null,
    };
}
