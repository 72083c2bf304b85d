using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Sharing;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Cow;

/// <summary>A write fault that copies a page against another thread that uses the old one by a stale translation.</summary>
internal sealed class WpPageScenario : TranslationScenario
{
    private const int Writer = 0;
    private const int User = 1;
    private const string Stored = "stored";
    private const string Loaded = "loaded";
    private const string SawFlag = "saw-flag";

    private static readonly Axis s_access = new(
        "access",
        ["store", "load"],
        "what the other thread does: a store, by a translation from before fork made the page read-only; or a load, after the first thread has said that it has written to its copy");

    /// <inheritdoc/>
    public override string Id => "cow/wp-page";

    /// <inheritdoc/>
    public override string Title => "Can another thread go on with the old page when a write fault has copied it?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_access, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. CowStepTable.Fork.Where(static s => s.Name is not (DupMmap.Prealloc or DupMmap.Copy)).Select(static s => s with { Droppable = s.Name == DupMmap.FlushMm }),
        .. CowStepTable.FaultOnEntry,
        .. CowStepTable.Wp.Select(static s => s with { Droppable = s.Name == Mm.Faults.WpPage.ClearFlush }),
        .. CommonSteps.TranslatedFlush("fork and page fault"),
        FaultStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        .. OnEachNative("access=store", Verdict.Holds, "fork flushes before anybody may fault, so nobody stores to the page while it is copied"),
        .. OnEachNative("access=store -fork-flush-mm", Verdict.Violated, "mutant: a store by the writable translation goes to the old page behind the copy"),
        .. OnEach("access=load", Verdict.Holds, "the old translation has ended before the new entry is there"),
        .. OnEach("access=load -wp-clear-flush", Verdict.Violated, "mutant, the kernel's own warning: the new entry in some TLBs while the old one is in others; on arm64 also no break-before-make"),
        Expect.Holds("access=store atomics=llsc", "the same"),
        Expect.Violated("access=store atomics=llsc -fork-flush-mm", "mutant"),
        Expect.Violated("access=store -wp-clear-flush", "mutant: the frame changes without break-before-make"),
        Expect.Violated("access=store -flush-tlbi", "mutant: neither flush ends a translation"),
        Expect.Violated("access=load -flush-tlbi", "mutant"),
        Expect.Violated("access=load -flush-dsb-ishst", "mutant: cached again between invalidation and store"),
        Expect.Violated("access=load -flush-dsb-ish", "mutant: the new entry comes before the invalidation is complete"),
        Expect.Violated("arch=x86-64 access=store -flush-ipi", "mutant"),
        Expect.Violated("arch=x86-64 access=load -flush-ipi", "mutant"),
        Expect.Violated("arch=ppc64-radix access=load -flush-tlbie", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration)
    {
        HashSet<string> absent = [];
        if (configuration.Values[s_access.Name] == "load")
        {
            absent.UnionWith(CowStepTable.Fork.Select(static s => s.Name));
        }

        return absent;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        bool isStore = variant[s_access.Name] == "store";
        var world = new TranslationWorld(variant.Architecture, hasFreePage: true);
        ulong old = world.Pages[0];
        world.Map(0, isStore ? world.Pte.Dirty(old) : world.Pte.ReadOnly(old) | PageTableEntry.Dirty, 0xda7a);
        world.Reference(0, isStore ? 1UL : 2);
        world.Memory.Set(world.Memory.PageAddress(old), isStore ? StructPage.AnonExclusive : 0);
        ulong flag = world.Memory.AddKernelWord("flag");
        var fork = new DupMmap(world.Vma, world.AddChild(), KernelChoices.PmdClear(variant));
        var fault = new AnonFault(world.Vma, new FaultOptions(PerVmaLock: false, HugePages: false, KernelChoices.PteClear(variant)));
        CheckedMachine machine = MachineOf(variant, world, new TranslationFeatures(), HandlerOf(world));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("fork, page fault", isStore ? cpu => ForkAndFault(cpu, fork, fault) : cpu => FaultAndTell(cpu, fault, world, flag)),
                ("user", isStore ? Store(world, Stored) : cpu => LoadBehind(cpu, world, flag))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(isStore)],
        };
    }

    private static void ForkAndFault(Cpu cpu, DupMmap fork, AnonFault fault)
    {
        fork.Fork(cpu, 0);
        fault.Handle(cpu, 0, 0, isStore: true);
    }

    // The store that has faulted goes by its new translation; that it might fault again by its old one is not looked at.
    private static void FaultAndTell(Cpu cpu, AnonFault fault, TranslationWorld world, ulong flag)
    {
        fault.Handle(cpu, 0, 0, isStore: true);
        cpu.WriteOnce(PageTableEntry.FrameAddress(cpu.ReadOnce(world.Ptes[0])), NewData);
        cpu.SmpStoreRelease(flag, 1);
    }

    private static void LoadBehind(Cpu cpu, TranslationWorld world, ulong flag)
    {
        Word seen = cpu.SmpLoadAcquire(flag);
        cpu.Observe(SawFlag, seen);
        cpu.Observe(Loaded, cpu.InUserMode(world.Space).Load(world.Address()));
    }

    private static IEnumerable<Witness> Witnesses(bool isStore)
    {
        yield return new("the page is copied", static e => Saw(e, Writer, Mm.Faults.WpPage.Copied));
        if (isStore)
        {
            yield return new("the other thread's store is made", static e => Saw(e, User, Stored));
            yield return new("the other thread's store faults", static e => !Saw(e, User, Stored));
        }
        else
        {
            yield return new("the other thread reads the copy", static e => Saw(e, User, SawFlag) && e.TryGetObserved(User, Loaded, out ulong value) && value == NewData);
            yield return new("the other thread reads the old page", static e => e.TryGetObserved(User, Loaded, out ulong value) && value == 0xda7a);
        }
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world)
    {
        ulong pte = execution.Final(world.Ptes[0]);
        if (Saw(execution, User, Stored) && execution.Final(PhysicalMemory.FrameAddress(pte >> PageTableEntry.PfnShift)) != NewData)
        {
            return new FailureNote(ViolationKind.LostData, "the page that the process goes on with does not have what its other thread has written");
        }

        return Saw(execution, User, SawFlag) && execution.TryGetObserved(User, Loaded, out ulong value) && value != NewData
            ? new FailureNote(ViolationKind.LostData, "one thread of the process has written to the page, and another that knows it reads the old page")
            : null;
    }

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        OnEachNative(configuration, verdict, reason).Append(new ExpectedVerdict(Configuration.Parse($"arch=x86-64-pv {configuration}"), verdict, reason));

    // Two flushes and a host that preempts are thousands of executions, and nothing new.
    private static IEnumerable<ExpectedVerdict> OnEachNative(string configuration, Verdict verdict, string reason) =>
        new[] { "arm64", "x86-64", "ppc64-radix" }.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
