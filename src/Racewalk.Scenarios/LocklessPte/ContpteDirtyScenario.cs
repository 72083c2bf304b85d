using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>An entry of a contiguous set is read without the lock; meanwhile a page of another folio is mapped in the set, and the hardware makes that one dirty.</summary>
internal sealed class ContpteDirtyScenario : ScenarioBase
{
    private const int Reader = 2;
    private const string Taken = "taken";
    private const string Writer = "writer";
    private const string SecondRead = "second-read";
    private const string SecondMb = "second-read-mb";

    private static readonly Axis s_second = new(
        "second",
        ["none", "ptep-get", "raw"],
        "whether the entry is read again, and the first value taken only if both are equal: with ptep_get; or the entry alone, before and after");

    private static readonly Axis s_back = new("back", ["no", "yes"], "whether folio A comes back afterwards, clean (ABA)");

    /// <inheritdoc/>
    public override string Id => "lockless-pte/contpte-dirty";

    /// <inheritdoc/>
    public override string Title => "Can ptep_get_lockless say dirty of a folio that nobody has written to?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [ContpteAxes.Arch, s_back, ContpteAxes.Form, s_second];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. ContpteStepTable.Lockless("reader"),
        new(SecondMb, "reader", "try_get_folio", "v6.12", "mm/gup.c", true),
        new(SecondRead, "reader", "gup_fast_pte_range", "v6.12", "mm/gup.c", false),
        .. ContpteStepTable.Convert(Writer),
        .. ContpteStepTable.Remap(Writer).Where(static s => s.Name != RemapPage.PutPage),
        new(ContpteSteps.SetBlock, Writer, "contpte_set_ptes", "v6.12", ContpteStepTable.File, false),
        .. ContpteStepTable.Flush(Writer),
        new(HardwareDirty.Update, "hardware", "none: FEAT_HAFDBS", "Arm ARM", "D8.5", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "an entry of folio B does not go with one of folio A"),
        Expect.Violated("-lockless-validate", "5d: the dirty state of folio B is taken for that of folio A"),
        Expect.Holds("arch=sc", "the same"),
        Expect.Violated("arch=sc -lockless-validate", "5d: it needs no memory model"),
        Expect.Holds("form=early-exit", "question 8: the entry that the dirty state comes from was validated"),
        Expect.Violated("form=early-exit -lockless-validate", "5d"),
        Expect.Holds("form=norecency", "needs no step for the verdict: nothing is gathered, so nothing is taken from another entry"),
        Expect.Holds("second=ptep-get -lockless-validate", "caught: the entry is not contiguous any more, so the second value differs"),
        Expect.Holds("second=raw -lockless-validate", "caught: the entry is not contiguous any more"),
        Expect.Violated("second=raw -lockless-validate -second-read-mb", "the second read may be early: the barrier is that of GUP-fast's reference"),
        Expect.Violated("arch=sc second=raw back=yes -lockless-validate", "5d: the entry is again what it was (ABA)"),
        Expect.Holds("arch=sc second=ptep-get back=yes -lockless-validate", "the second read gathers as well, and by then the set is clean: one ABA is not enough"),
        Expect.Violated("second=ptep-get back=yes -lockless-validate", "5d: without order between the reads of the second gathering the other entry may be folio B's once more"),
        Expect.Holds("back=yes", "what is not consistent is read again, whether or not folio A comes back"),
        Expect.Violated("back=yes -lockless-validate", "5d"),
        Expect.Holds("form=early-exit back=yes", "question 8"),
        Expect.Violated("form=early-exit back=yes -lockless-validate", "5d"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = [.. CommonSteps.AbsentFlushSteps(architecture), .. ContpteAxes.AbsentSteps(configuration)];
        if (configuration.Values[s_back.Name] == "no")
        {
            absent.Add(ContpteSteps.SetBlock);
        }

        if (configuration.Values[s_second.Name] == "none")
        {
            absent.UnionWith([SecondMb, SecondRead]);
        }

        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new ContpteWorld(ContpteAxes.FormOf(variant));
        CheckedMachine machine = MachineOf(variant, cpus: 3, interruptible: 0, world.Memory.Name);
        bool comesBack = variant[s_back.Name] == "yes";
        string second = variant[s_second.Name];
        ulong replacement = ContpteWorld.Clean(world.FolioB, 0) & ~PageTableEntry.Contiguous;
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (Writer, cpu => Write(cpu, world, replacement, comesBack)),
                ("hardware", cpu => HardwareDirty.Set(cpu, world.Ptes[0], replacement)),
                ("reader", cpu => Read(cpu, world, world.Ptes[1], second))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = Judge,
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the hardware makes folio B dirty", static e => Saw(e, 1, HardwareDirty.Made)),
                new("the entry of folio A is taken", static e => e.TryGetObserved(Reader, Taken, out ulong pte) && (pte & PageTableEntry.Present) != 0),
            ],
        };
    }

    private static void Write(Cpu cpu, ContpteWorld world, Word replacement, bool comesBack)
    {
        Clear(cpu, world, 0);
        cpu.Step(RemapPage.SetPte);
        world.Mm.Ptep.Set(cpu, world.Mm, 0, world.Ptes[0], replacement);
        if (comesBack)
        {
            Clear(cpu, world, 0);
            Clear(cpu, world, 1);
            world.Convert.SetBlock(cpu, world.Ptes[0], ContpteWorld.Clean(world.FolioA, 0));
        }
    }

    private static void Clear(Cpu cpu, ContpteWorld world, int page)
    {
        cpu.Step(RemapPage.ClearPte);
        world.Mm.Ptep.GetAndClear(cpu, world.Mm, page, world.Ptes[page]);
        world.Mm.FlushPages(cpu, page, 1);
    }

    private static void Read(Cpu cpu, ContpteWorld world, Word ptep, string second)
    {
        Word before = second == "raw" ? cpu.ReadOnce(ptep) : 0;
        Word pte = world.Mm.Ptep.GetLockless(cpu, ptep);
        if (second == "none")
        {
            cpu.Observe(Taken, pte);
            return;
        }

        if (cpu.Step(SecondMb))
        {
            cpu.SmpMb();
        }

        cpu.Step(SecondRead);
        if (second == "raw" ? cpu.ReadOnce(ptep) == before : world.Mm.Ptep.Get(cpu, ptep) == pte)
        {
            cpu.Observe(Taken, pte);
        }
    }

    private static FailureNote? Judge(IExecution execution) =>
        execution.TryGetObserved(Reader, Taken, out ulong pte) && (pte & PageTableEntry.Present) != 0 && ContpteWorld.IsDirty(pte)
            ? new FailureNote(ViolationKind.Assertion, "the value that was read says that folio A is dirty: nobody has written to it")
            : null;
}
