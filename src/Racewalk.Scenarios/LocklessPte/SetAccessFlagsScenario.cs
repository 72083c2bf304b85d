using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>An access of user code faults although another entry of the contiguous set has what it needs.</summary>
internal sealed class SetAccessFlagsScenario : TranslationScenario
{
    private const string Accessed = "accessed";
    private const int Entries = 2;
    private const int Target = 1;

    private static readonly Axis s_arch = new(CommonAxes.Arch.Name, ["arm64"], "arm64");

    private static readonly Axis s_access = new("access", ["store", "load"], "what user code does: a store to a clean entry, or a load by an old one");

    private static readonly Axis s_walker = new(
        "hafdbs", ["software", "hardware"], "whether the CPU's walks set access flag and dirty state; another CPU's have, in the other entry of the set");

    /// <inheritdoc/>
    public override string Id => "lockless-pte/set-access-flags";

    /// <inheritdoc/>
    public override string Title => "Does an access succeed after its fault was handled?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [s_arch, s_access, s_walker];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(UserFault.Recheck, "user", "handle_pte_fault", "v6.12", "mm/memory.c", false),
        new(ContpteAccessFlags.EachEntry, "user", "contpte_all_subptes_match_access_flags", "v6.12.117", ContpteStepTable.File, true),
        new(ContpteAccessFlags.SetEach, "user", "contpte_ptep_set_access_flags", "v6.12", ContpteStepTable.File, false),
        .. CommonSteps.TranslatedFlush("user", Architecture.Arm64),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "L2: nothing is to do only if every entry has the flags"),
        Expect.Violated("-access-flags-each-entry", "5l: what is gathered is dirty, so nothing is done, and the store faults for ever"),
        Expect.Holds("access=load", "L2"),
        Expect.Violated("access=load -access-flags-each-entry", "5l: what is gathered is young, and the load faults for ever"),
        Expect.Holds("hafdbs=hardware", "needs a walker that sets nothing for a mutant: this one sets the dirty state and does not fault"),
        Expect.Holds("hafdbs=hardware -access-flags-each-entry", "redundant there: no fault"),
        Expect.Holds("hafdbs=hardware access=load", "needs a walker that sets nothing for a mutant: this one sets the access flag and does not fault"),
    ];

    /// <inheritdoc/>
    protected override bool IsArm64Only => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) => new HashSet<string>();

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        bool isStore = variant[s_access.Name] == "store";
        bool isHardware = variant[s_walker.Name] == "hardware";
        var block = new ContBlock(Entries);
        var convert = new ContpteConvert(block, skipsMiddleFlush: true);
        var world = new TranslationWorld(variant.Architecture, ptes: Entries, pages: Entries + 1, ptep: new ContptePtep(block, LocklessForm.Whole, convert));
        for (int i = 0; i < Entries; i++)
        {
            // A set begins with an even frame.
            world.Map(i, Entry(world, world.Pages[i + 1], isStore, i == Target), (ulong)i + 1);
        }

        var flags = new ContpteAccessFlags(block, convert);
        string[] steps = [.. Steps.Select(static s => s.Name)];
        var machine = new CheckedMachine(variant.Architecture, 1, steps, steps.Where(s => !variant.Keeps(s)))
        {
            LocationName = world.Memory.Name,
            AddressSpaces = [world.Space],
            Translation = new TranslationFeatures { HardwareAccessFlag = isHardware, HardwareDirty = isHardware },
            PageFaultHandler = (cpu, fault) => Handle(cpu, world, flags, fault),
        };
        return new ScenarioInstance
        {
            Program = ProgramOf(variant, machine, world.Memory.Initial, ("user", cpu => Access(cpu, world, isStore))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = static _ => null,
            FormatValue = world.FormatValue,
            Witnesses = [new("the access is made", static e => Saw(e, 0, Accessed))],
        };
    }

    // Another CPU's walk has set what is needed, in the other entry alone.
    private static ulong Entry(TranslationWorld world, ulong pfn, bool isStore, bool isTarget)
    {
        ulong clean = world.Pte.Clean(pfn) | PageTableEntry.Contiguous;
        return isTarget ? (isStore ? clean : clean & ~PageTableEntry.Accessed)
            : isStore ? ContpteWorld.HardwareDirty(clean) : clean;
    }

    private static void Access(Cpu cpu, TranslationWorld world, bool isStore)
    {
        if (isStore)
        {
            cpu.Observe(Accessed, cpu.InUserMode(world.Space).Store(world.Address(Target), NewData) ? 1UL : 0);
            return;
        }

        cpu.Observe(Accessed, Word.Select(cpu.InUserMode(world.Space).Load(world.Address(Target)) == (ulong)(Target + 1), 1, 0));
    }

    // There is one CPU, so the page-table lock, which nobody else takes, is left out: a round that changes nothing has no effect at all.
    private static FaultResolution Handle(Cpu cpu, TranslationWorld world, ContpteAccessFlags flags, PageFault fault)
    {
        cpu.Step(UserFault.Recheck);
        Word ptep = world.Ptes[fault.Page];
        Word young = world.Pte.MakeYoung(world.Mm.Ptep.Get(cpu, ptep));
        flags.Set(cpu, world.Mm, fault.Page, ptep, fault.IsStore ? world.Pte.MakeDirty(young) : young, fault.IsStore);
        return FaultResolution.Retry;
    }
}
