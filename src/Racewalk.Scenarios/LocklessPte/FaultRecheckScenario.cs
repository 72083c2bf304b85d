using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Pae;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>A page fault reads the entry without the lock and acts with the lock, while somebody changes the entry.</summary>
internal sealed class FaultRecheckScenario : ScenarioBase
{
    private const int Other = 0;
    private const int Fault = 1;
    private const string Actor = "other";
    private const string Memory = "mm/memory.c";

    private static readonly Axis s_arch = new(CommonAxes.Arch.Name, ["arm64", "x86-pae", "lkmm"], "arm64; x86-pae for entry=two-words; lkmm stands in for the kernel's memory model");

    private static readonly Axis s_entry = new(
        "entry",
        ["contpte", "two-words", "generic"],
        "one of a contiguous set; two words, as x86-PAE has it; or one word, and ptep_set_access_flags stores the entry as it was read, with the flags (mm/pgtable-generic.c)");

    private static readonly Axis s_spec = new(
        "spec",
        ["retry", "weak", "norecency"],
        "what ptep_get_lockless promises: rule (1); of a set, access flag and dirty state may be missing, since nothing is validated; or they mean nothing, and the comparison ignores them");

    private static readonly Axis s_other = new(
        "other", ["remap", "neighbour", "store"], "what the other CPU does with the lock: maps another page there, or beside it in the set; or handles a store fault of the same page");

    /// <inheritdoc/>
    public override string Id => "lockless-pte/fault-recheck";

    /// <inheritdoc/>
    public override string Title => "Does a page fault tolerate whatever ptep_get_lockless returns?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [s_arch, s_entry, s_other, s_spec];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. ContpteStepTable.Convert(Actor),
        .. ContpteStepTable.Remap(Actor).Where(static s => s.Name != RemapPage.PutPage),
        .. CommonSteps.Flush(Actor).Where(static s => s.Name is not (Cpu.FlushMb or Cpu.FlushPtesync)),
        new(LocklessFault.Read, "fault", "handle_pte_fault", "v6.12", Memory, false),
        new(LocklessFault.Same, "fault", "handle_pte_fault", "v6.12", Memory, true),
        new(LocklessFault.SetFlags, "fault", "handle_pte_fault", "v6.12", Memory, false),
        .. ContpteStepTable.Lockless("fault"),
        new(ContpteAccessFlags.EachEntry, "fault", "contpte_all_subptes_match_access_flags", "v6.12.117", ContpteStepTable.File, true),
        new(ContpteAccessFlags.SetEach, "fault", "contpte_ptep_set_access_flags", "v6.12", ContpteStepTable.File, false),
        new(PaeSteps.FirstRmb, "fault", "ptep_get_lockless", "v6.12", "include/linux/pgtable.h", true),
        new(PaeSteps.SecondRmb, "fault", "ptep_get_lockless", "v6.12", "include/linux/pgtable.h", true),
        new(PaeSteps.CompareLow, "fault", "ptep_get_lockless", "v6.12", "include/linux/pgtable.h", true),
        new(PaeSteps.SetWmb, Actor, "native_set_pte", "v6.12", "arch/x86/include/asm/pgtable-3level.h", true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "rule (2): the handler acts only if the entry is the same with the lock"),
        Expect.Violated("-fault-pte-same", "mutant: a page that nobody has accessed is made young"),
        Expect.Holds("spec=weak", "rule (2): whatever was missed, the values differ then: the access is tried again"),
        Expect.Violated("spec=weak -fault-pte-same", "mutant"),
        Expect.Holds("spec=norecency", "the frame and the permissions are compared, and flags are only added"),
        Expect.Violated("spec=norecency -fault-pte-same", "mutant"),
        Expect.Holds("other=neighbour", "needs another page in its place for a mutant: rule (2)"),
        Expect.Holds("other=neighbour -fault-pte-same", "redundant here: flags are added to the page that faulted, in whatever set it is"),
        Expect.Holds("other=neighbour spec=weak", "needs another page in its place for a mutant: a missed dirty state makes the fault happen again"),
        Expect.Holds("other=store", "needs a plain store of the entry for a mutant: flags are added"),
        Expect.Holds("other=store spec=norecency", "needs a plain store of the entry for a mutant: flags are added, so none is lost"),
        Expect.Holds("entry=generic other=store", "rule (1): the dirty state of the other CPU makes the values differ"),
        Expect.Violated("entry=generic other=store -fault-pte-same", "mutant: the entry is stored as it was, clean"),
        Expect.Violated("entry=generic other=store spec=norecency", "what stopped the proposal: the comparison ignores the dirty state, and the plain store takes it away"),
        Expect.Holds("entry=generic", "rule (2)"),
        Expect.Violated("entry=generic -fault-pte-same", "mutant: the page that was replaced is mapped again"),
        Expect.Holds("arch=x86-pae entry=two-words", "rule (2): interrupts are on, the read may be torn, and the comparison tells"),
        Expect.Holds("arch=x86-pae entry=two-words -lockless-compare-low", "rule (2): any garbage will do"),
        Expect.Violated("arch=x86-pae entry=two-words -fault-pte-same", "mutant: garbage is mapped"),
        Expect.Holds("arch=lkmm", "rule (2)"),
        Expect.Violated("arch=lkmm -fault-pte-same", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        string entry = configuration.Values[s_entry.Name];
        string other = configuration.Values[s_other.Name];
        string spec = configuration.Values[s_spec.Name];
        if ((entry == "two-words") != (architecture.EntryWords == 2))
        {
            throw new ScenarioException("arch=x86-pae and entry=two-words belong together");
        }

        if (entry != "contpte" && (other == "neighbour" || spec == "weak"))
        {
            throw new ScenarioException($"other=neighbour and spec=weak are about entry=contpte, not {entry}");
        }

        if (entry == "two-words" && (other != "remap" || spec != "retry"))
        {
            throw new ScenarioException("entry=two-words is about other=remap spec=retry");
        }

        HashSet<string> present = [LocklessFault.Read, LocklessFault.Same, LocklessFault.SetFlags];
        if (other != "store")
        {
            present.UnionWith([RemapPage.ClearPte, RemapPage.SetPte, .. Cpu.FlushSteps(architecture)]);
        }

        present.UnionWith(entry switch
        {
            "two-words" => [PaeSteps.FirstRmb, PaeSteps.SecondRmb, PaeSteps.CompareLow, PaeSteps.SetWmb],
            "contpte" =>
            [
                ContpteSteps.Read, ContpteAccessFlags.EachEntry, ContpteAccessFlags.SetEach,
                .. other == "store" ? [.. Cpu.FlushSteps(architecture)] : (string[])[ContpteSteps.Break, ContpteSteps.MiddleFlush, ContpteSteps.Make],
                .. spec == "norecency" ? [] : (string[])[ContpteSteps.Gather],
                .. spec == "retry" ? (string[])[ContpteSteps.Validate] : [],
            ],
            _ => (string[])[],
        });
        return Steps.Select(static s => s.Name).Where(present.Contains);
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = FaultWorld.Of(variant[s_entry.Name], variant[s_spec.Name] == "norecency");
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Fault, world.Name);
        string other = variant[s_other.Name];
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Initial,
                (Actor, cpu => Change(cpu, world, other)),
                ("fault", cpu => world.Fault.Handle(cpu, world.Page, world.Ptep, world.IsStore))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world, other),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the fault handler acts", static e => e.TryGetObserved(Fault, LocklessFault.ActedOn, out _)),
                .. variant.Keeps(LocklessFault.Same) && !(other == "store" && variant[s_spec.Name] == "norecency")
                    ? (Witness[])[new("the fault handler finds another entry with the lock", static e => Saw(e, Fault, LocklessFault.TriesAgain))]
                    : [],
            ],
        };
    }

    private static void Change(Cpu cpu, FaultWorld world, string other)
    {
        if (other == "store")
        {
            world.Fault.Handle(cpu, world.Page, world.Ptep, isStore: true);
            return;
        }

        int page = other == "neighbour" ? 1 - world.Page : world.Page;
        Word ptep = world.PtepOf(page);
        cpu.SpinLock(world.Mm.PageTableLock);
        cpu.Step(RemapPage.ClearPte);
        world.Mm.Ptep.GetAndClear(cpu, world.Mm, page, ptep);
        world.Mm.FlushPages(cpu, page, 1);
        cpu.Step(RemapPage.SetPte);
        world.Mm.Ptep.Set(cpu, world.Mm, page, ptep, world.Replacement(page));
        cpu.SpinUnlock(world.Mm.PageTableLock);
    }

    private static FailureNote? Judge(IExecution execution, FaultWorld world, string other)
    {
        ulong final = world.Final(execution);
        bool hasActed = execution.TryGetObserved(Fault, LocklessFault.ActedOn, out ulong acted);
        if (other == "store")
        {
            return execution.TryGetObserved(Other, LocklessFault.ActedOn, out _) && !ContpteWorld.IsDirty(final)
                ? new FailureNote(ViolationKind.LostData, "the store fault of the other CPU has made the page dirty, and in the end it is clean")
                : null;
        }

        ulong expected = world.Expected(other == "neighbour");
        if (ContpteWorld.Identity(final) != ContpteWorld.Identity(expected))
        {
            return new FailureNote(ViolationKind.Assertion, "the fault handler has mapped what was not mapped there any more, or never was");
        }

        bool isYoung = (final & PageTableEntry.Accessed) != 0;
        return isYoung && !(hasActed && ContpteWorld.Identity(acted) == ContpteWorld.Identity(expected))
            ? new FailureNote(ViolationKind.Assertion, "rule (2): the fault handler acted on an entry that was another one with the lock")
            : null;
    }
}
