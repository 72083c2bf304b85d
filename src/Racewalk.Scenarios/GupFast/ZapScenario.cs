using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against MADV_DONTNEED, which frees the page, and somebody else who gets it next.</summary>
internal sealed class ZapScenario : ScenarioBase
{
    private const int Zap = 0;
    private const int Gup = 1;
    private const string Reallocated = "reallocated";

    private static readonly Axis s_reuse = new("reuse", ["yes", "no"], "whether the freed page is allocated again at once, by somebody else");

    /// <inheritdoc/>
    public override string Id => "gup-fast/zap";

    /// <inheritdoc/>
    public override string Title => "Can GUP-fast return a page that was freed, or that belongs to somebody else by now?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } =
        [CommonAxes.Arch, s_reuse, CommonAxes.Atomics, CommonAxes.Clear, CommonAxes.Refcount];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Get,
        .. ZapStepTable.Zap("MADV_DONTNEED"),
        new(Reallocated, "the next owner", "set_page_refcounted", "v6.12", "mm/internal.h", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = ZapExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        return Steps.Select(s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1);
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, world.Memory.Name);
        var zap = new ZapPte(world.Mm, KernelChoices.PteClear(variant));
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions(Order: KernelChoices.Order(variant)));
        bool reuse = variant[s_reuse.Name] == "yes";
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("MADV_DONTNEED", cpu => ZapAndReuse(cpu, zap, world, reuse)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant)],
        };
    }

    private static void ZapAndReuse(Cpu cpu, ZapPte zap, GupWorld world, bool reuse)
    {
        if (zap.Zap(cpu, cpu.ReadOnce(world.Mm.PmdOffset(0)), 0, out var page) && reuse)
        {
            cpu.Step(Reallocated);
            cpu.Observe(Reallocated, 1);
            PageReference.AllocateForOther(cpu, world.Mm, page, 0xf0_0000);
        }
    }

    private static FailureNote? Judge(IExecution execution, GupWorld world)
    {
        bool got = Saw(execution, Gup, Mm.Gup.GupFast.Succeeded);
        bool reallocated = Saw(execution, Zap, Reallocated);
        if (got && Saw(execution, Zap, ZapPte.Freed))
        {
            return new FailureNote(
                ViolationKind.UseAfterFree,
                reallocated ? "GUP-fast returned a page that belongs to somebody else" : "GUP-fast returned a page that has been freed");
        }

        return References.Check(execution, world, got ? world.SmallPages[0] : 0, 1, mapped: false, others: reallocated ? 1UL : 0);
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return new("GUP-fast gets the page before it is zapped", e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded));
        yield return new("the zap frees the page", e => Saw(e, Zap, ZapPte.Freed));
        if (variant.Keeps(GupSteps.RecheckPte))
        {
            yield return new("GUP-fast backs off", e => Saw(e, Gup, Mm.Gup.GupFast.BackedOff));
        }
    }
}
