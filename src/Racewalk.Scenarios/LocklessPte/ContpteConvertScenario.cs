using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>A contiguous set is folded or unfolded while user code on another CPU stores through it.</summary>
internal sealed class ContpteConvertScenario : TranslationScenario
{
    private const int Writer = 0;
    private const int User = 1;
    private const int Entries = 2;
    private const string Actor = "writer";
    private const string Stored = "stored";
    private const string First = "first";
    private const string Second = "second";
    private const string Protect = "wrprotect-page";
    private const string FinalFlush = "final-flush";

    private static readonly Axis s_arch = new(CommonAxes.Arch.Name, ["arm64"], "arm64");

    private static readonly Axis s_convert = new("convert", ["unfold", "fold"], "unfold: to write-protect the first page. fold: the entries become a set");

    private static readonly Axis s_era = new(
        "era", ["E4", "E7"], "E4: convert flushes between break and make. E7: not if every CPU has FEAT_BBM level 2 without conflict aborts");

    private static readonly Axis s_bbm = new("bbm", ["0", "2", "mixed"], "the level of FEAT_BBM; mixed: 2 on CPU 0, 0 on CPU 1");

    private static readonly Axis s_scope = new(
        "scope",
        ["page", "entry"],
        "what an invalidation of one page ends: all translations of that page, whichever entry of the set they come from; or only those that were read through the page's own entry (a weaker reading of I_VNXYF)");

    /// <inheritdoc/>
    public override string Id => "lockless-pte/contpte-convert";

    /// <inheritdoc/>
    public override string Title => "Which flushes does the conversion of a contiguous set need?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [s_arch, s_bbm, s_convert, s_era, s_scope];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. ContpteStepTable.Convert(Actor),
        new(Protect, Actor, "ptep_set_wrprotect", "v6.12", "arch/arm64/include/asm/pgtable.h", false),
        new(FinalFlush, Actor, "tlb_finish_mmu", "v6.12", "mm/mmu_gather.c", true),
        .. CommonSteps.TranslatedFlush(Actor, Architecture.Arm64),
        FaultStep,
        FlagsStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "break, flush, make; then the caller's flush"),
        Expect.Violated("-convert-middle-flush", "mutant: level 0 does not allow contiguous and not contiguous at once"),
        Expect.Violated("-final-flush", "mutant: stores go on through the translation that was writable"),
        Expect.Holds("bbm=2 scope=entry", "break, flush, make"),
        Expect.Violated("bbm=2 scope=entry -convert-middle-flush", "level 2 allows both at once (R_PVTFW), but a translation by the other entry of the old set outlives the caller's flush of one page"),
        Expect.Holds("bbm=2", "break, flush, make"),
        Expect.Holds("bbm=2 -convert-middle-flush", "redundant: level 2 (R_PVTFW), and the caller's flush ends all of the page"),
        Expect.Violated("bbm=2 -final-flush", "mutant"),
        Expect.Violated("bbm=2 scope=entry -final-flush", "mutant"),
        Expect.Violated("era=E7 bbm=2 scope=entry", "a translation by the other entry of the old set outlives the caller's flush of one page: 7.x relies on scope=page"),
        Expect.Holds("era=E7 bbm=2", "level 2: both at once are allowed, and the caller's flush ends both"),
        Expect.Violated("era=E7 bbm=2 -final-flush", "mutant: the caller's flush is what remains"),
        Expect.Holds("era=E7 bbm=mixed", "one CPU without it, and convert flushes"),
        Expect.Violated("era=E7 bbm=mixed -convert-middle-flush", "mutant: the other CPU has level 0"),
        Expect.Holds("convert=fold", "break, flush, make"),
        Expect.Violated("convert=fold -convert-middle-flush", "mutant: level 0"),
        Expect.Holds("convert=fold era=E7 bbm=2", "needs a CPU without level 2 for a mutant: both at once are allowed"),
    ];

    /// <inheritdoc/>
    protected override bool IsArm64Only => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration)
    {
        HashSet<string> absent = [];
        if (Skips(configuration.Values[s_era.Name], configuration.Values[s_bbm.Name]))
        {
            absent.Add(ContpteSteps.MiddleFlush);
        }

        if (configuration.Values[s_convert.Name] == "fold")
        {
            absent.UnionWith([Protect, FinalFlush]);
        }

        return absent;
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        bool isFold = variant[s_convert.Name] == "fold";
        var block = new ContBlock(Entries);
        var convert = new ContpteConvert(block, Skips(variant[s_era.Name], variant[s_bbm.Name]));
        var world = new TranslationWorld(variant.Architecture, ptes: Entries, pages: Entries + 1, contiguous: Entries);
        for (int i = 0; i < Entries; i++)
        {
            // A set begins with an even frame.
            world.Map(i, world.Pte.Clean(world.Pages[i + 1]) | (isFold ? 0 : PageTableEntry.Contiguous), (ulong)i + 1);
        }

        int[] levels = variant[s_bbm.Name] switch { "2" => [2, 2], "mixed" => [2, 0], _ => [0, 0] };
        CheckedMachine machine = MachineOf(
            variant,
            world,
            new TranslationFeatures { HardwareAccessFlag = true, HardwareDirty = true, BreakBeforeMakeLevels = levels, ContiguousScope = variant[s_scope.Name] == "entry" ? ContiguousScope.EntryRead : ContiguousScope.TranslatedPage },
            HandlerOf(world));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (Actor, cpu => Write(cpu, world, convert, isFold)),
                ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made", static e => Saw(e, User, Stored)),
                .. isFold ? [] : (Witness[])[new("the store finds the page write-protected", static e => !Saw(e, User, Stored))],
            ],
        };
    }

    private static bool Skips(string era, string bbm) => era == "E7" && bbm == "2";

    private static void Write(Cpu cpu, TranslationWorld world, ContpteConvert convert, bool isFold)
    {
        cpu.SpinLock(world.Mm.PageTableLock);
        if (isFold)
        {
            int last = Entries - 1;
            convert.TryFold(cpu, world.Mm, last, world.Ptes[last], cpu.ReadOnce(world.Ptes[last]));
            cpu.SpinUnlock(world.Mm.PageTableLock);
            return;
        }

        convert.TryUnfold(cpu, world.Mm, 0, world.Ptes[0]);
        cpu.Step(Protect);
        world.Pte.SetWriteProtect(cpu, world.Ptes[0]);
        cpu.SpinUnlock(world.Mm.PageTableLock);
        if (cpu.Step(FinalFlush))
        {
            world.Mm.FlushPages(cpu, 0, 1);
        }

        Word data = world.Data(1);
        Word first = cpu.ReadOnce(data);
        cpu.Observe(First, first);
        cpu.Observe(Second, cpu.ReadOnce(data));
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world)
    {
        if (execution.TryGetObserved(Writer, First, out ulong first) && execution.TryGetObserved(Writer, Second, out ulong second) && first != second)
        {
            return new FailureNote(ViolationKind.LostData, "user code stores to the page after it was write-protected and flushed");
        }

        // Of a set, the hardware may have set it in any entry.
        ulong entry = execution.Final(world.Ptes[0]);
        bool isDirty = ContpteWorld.IsDirty(entry) || ((entry & PageTableEntry.Contiguous) != 0 && world.Ptes.Any(p => ContpteWorld.IsDirty(execution.Final(p))));
        return Saw(execution, User, Stored) && !isDirty
            ? new FailureNote(ViolationKind.LostData, "the page was written to, but its entry is clean: convert has lost the dirty state")
            : null;
    }
}
