using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Collapse;

/// <summary>khugepaged copies and maps the copy; somebody reads through the new PMD entry (PROTOCOLS §7, 4p).</summary>
internal sealed class CollapsePublishScenario : ScenarioBase
{
    private const int Reader = 1;
    private const string Actor = "khugepaged";
    private const ulong Old = 0x5ec4e7;

    private static readonly Axis s_reader = new(
        "reader",
        ["walk", "known-address", "pmd-lock"],
        "walk: goes by the address in the PMD entry, as the hardware does; known-address: knows it, and looks at the entry only to see whether it may; pmd-lock: the same, under the PMD lock");

    private static readonly string[] s_weak = ["arch=arm64", "arch=arm64 atomics=llsc", "arch=ppc64-radix", "arch=ppc64-hash", "arch=lkmm"];
    private static readonly string[] s_strong = ["arch=sc", "arch=x86-64", "arch=x86-64-pv"];

    /// <inheritdoc/>
    public override string Id => "khugepaged/publish";

    /// <inheritdoc/>
    public override string Title => "Does whoever finds the huge page mapped find the copy in it?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_reader, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(CollapseSteps.Copy, Actor, "__collapse_huge_page_copy", "v6.12", "mm/khugepaged.c", true),
        new(CollapseSteps.UptodateWmb, Actor, "__folio_mark_uptodate", "v6.12", "include/linux/page-flags.h", true),
        new(PublishHugePage.PmdLock, Actor, "collapse_huge_page", "v6.12", "mm/khugepaged.c", false),
        new(CollapseSteps.SetHugePmd, Actor, "set_pmd_at", "v6.12", "mm/khugepaged.c", false),
        new(HugePageReader.ReadPmd, "reader", "pmdp_get_lockless", "v6.12", "include/linux/pgtable.h", false),
        new(HugePageReader.ReadPage, "reader", "copy_page_to_iter", "v6.12", "lib/iov_iter.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = [.. s_weak.SelectMany(OfWeak), .. s_strong.SelectMany(OfStrong)];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture) => Steps.Select(static s => s.Name);

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1, huge: true);
        world.Memory.Set(world.Mm.PmdTable, 0);
        world.Memory.Set(PhysicalMemory.FrameAddress(world.HugePfn), Old);
        var pmdLock = new Spinlock(world.Memory.AddKernelWord("pmd_lock"), "pmd_lockptr(ptdesc)");
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 0, world.Memory.Name);
        HugePageReadKind kind = variant[s_reader.Name] switch
        {
            "known-address" => HugePageReadKind.KnownAddress,
            "pmd-lock" => HugePageReadKind.PmdLock,
            _ => HugePageReadKind.Walk,
        };
        var publish = new PublishHugePage(world.Mm, pmdLock);
        var reader = new HugePageReader(world.Mm, pmdLock, kind);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (Actor, cpu => publish.Publish(cpu, 0, world.SmallPages[0], world.HugePfn)),
                ("reader", cpu => reader.Read(cpu, 0, world.HugePfn))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = Judge,
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the reader finds the huge page", static e => e.TryGetObserved(Reader, HugePageReader.Value, out _)),
                new("the reader finds nothing", static e => !e.TryGetObserved(Reader, HugePageReader.Value, out _)),
            ],
        };
    }

    private static IEnumerable<ExpectedVerdict> OfWeak(string arch)
    {
        yield return Expect.Holds(arch, "the barrier of __folio_mark_uptodate, then the dependency of the walk");
        yield return Expect.Violated($"{arch} -uptodate-wmb", "4p: the entry is seen before the copy; taking the PMD lock orders no earlier store");
        yield return Expect.Violated($"{arch} reader=known-address", "a control dependency does not order reads");
        yield return Expect.Holds($"{arch} reader=pmd-lock", "giving the PMD lock back is a release, taking it an acquire");
        yield return Expect.Violated($"{arch} reader=pmd-lock -copy", "mutant: no copy at all");
        yield return Expect.Holds($"{arch} reader=pmd-lock -uptodate-wmb", "redundant for those who take the PMD lock");
    }

    private static IEnumerable<ExpectedVerdict> OfStrong(string arch)
    {
        yield return Expect.Holds(arch, "stores are seen in order, and loads are made in order");
        yield return Expect.Holds($"{arch} -uptodate-wmb", "redundant there: smp_wmb binds the compiler only");
        yield return Expect.Violated($"{arch} -copy", "mutant: no copy at all");
        yield return Expect.Holds($"{arch} reader=known-address", "loads are made in order");
        yield return Expect.Violated($"{arch} reader=known-address -copy", "mutant");
    }

    private static FailureNote? Judge(IExecution execution) => execution.TryGetObserved(Reader, HugePageReader.Value, out ulong value) && value == Old
        ? new FailureNote(ViolationKind.LostData, "the reader finds the huge page mapped, and in it what was there before the copy")
        : null;
}
