using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Mapping;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Translation;

/// <summary>A live entry that gives way to another one, with and without break-before-make, while user code on another CPU goes through it.</summary>
internal sealed class BreakBeforeMakeScenario : TranslationScenario
{
    private const int User = 1;
    private const string Loaded = "loaded";

    private static readonly Axis s_change = new(
        "change",
        ["output", "other-contents", "same-contents", "permission", "memory-type", "contiguous", "block", "table"],
        "output: another page, writable; other-contents, same-contents: another page, both read-only; permission: writable to read-only; "
            + "contiguous: a set of two entries becomes contiguous; block: a block becomes a table with the same pages; table: the other way round");

    private static readonly Axis s_between = new(
        "between", ["invalid", "nt"], "what stands between the old entry and the new: an invalid entry; or, from block to table or back, a block with the nT bit (FEAT_BBM level 1)");

    private static readonly Axis s_bbm = new("bbm", ["0", "1", "2", "mixed"], "the level of FEAT_BBM; mixed: 2 on CPU 0, 0 on CPU 1");

    /// <inheritdoc/>
    public override string Id => "translation/break-before-make";

    /// <inheritdoc/>
    public override string Title => "Which changes of a live entry need break-before-make, and on which CPUs?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics, s_bbm, s_between, s_change];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(ReplaceEntry.Break, "remap", "contpte_convert", "v6.12", "arch/arm64/mm/contpte.c", true),
        .. CommonSteps.TranslatedFlush("remap", Architecture.Arm64),
        new(ReplaceEntry.Make, "remap", "contpte_convert", "v6.12", "arch/arm64/mm/contpte.c", false),
        FaultStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = BreakBeforeMakeExpectations.All;

    /// <inheritdoc/>
    protected override bool IsArm64Only => true;

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var change = EntryChange.Of(variant[s_change.Name]);
        bool isByNoTranslation = variant[s_between.Name] == "nt";
        if (isByNoTranslation && change.BetweenWithNoTranslation == 0)
        {
            throw new ScenarioException("between=nt needs change=block or change=table: nT is a bit of blocks");
        }

        TranslationWorld world = change.World;
        CheckedMachine machine = MachineOf(
            variant, world, new TranslationFeatures { BreakBeforeMakeLevels = Levels(variant[s_bbm.Name]) }, HandlerOf(world));
        var replace = new ReplaceEntry(world.Mm);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("remap", cpu => Remap(cpu, replace, change, isByNoTranslation)),
                ("user", cpu => cpu.Observe(Loaded, cpu.InUserMode(world.Space).Load(world.Address())))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = Judge,
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(change)],
        };
    }

    private static void Remap(Cpu cpu, ReplaceEntry replace, EntryChange change, bool isByNoTranslation)
    {
        if (isByNoTranslation)
        {
            replace.ReplaceByNoTranslation(cpu, 0, change.BetweenWithNoTranslation, change.Entries[0].Value);
        }
        else
        {
            replace.Replace(cpu, 0, [.. change.Entries]);
        }
    }

    private static int[] Levels(string bbm) => bbm switch { "mixed" => [2, 0], "2" => [2, 2], "1" => [1, 1], _ => [0, 0] };

    private static FailureNote? Judge(IExecution execution) => execution.TryGetObserved(User, Loaded, out ulong value) && value is 1 or 2
        ? null
        : new FailureNote(ViolationKind.Assertion, "user code finds nothing where always something is mapped");

    private static IEnumerable<Witness> Witnesses(EntryChange change)
    {
        yield return new("the load goes through the old entry", static e => e.TryGetObserved(User, Loaded, out ulong value) && value == 1);
        if (change.HasOtherData)
        {
            yield return new("the load goes through the new entry", static e => e.TryGetObserved(User, Loaded, out ulong value) && value == 2);
        }
    }
}
