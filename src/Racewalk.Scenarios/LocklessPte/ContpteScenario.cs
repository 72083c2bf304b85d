using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>An entry of a contiguous set is read without the lock, while somebody with the lock changes the set.</summary>
internal sealed class ContpteScenario : ScenarioBase
{
    private const int Reader = 1;
    private const string Read = "read";
    private const string Writer = "writer";

    private static readonly Axis s_writer = new(
        "writer",
        ["replace", "none", "fold", "wrprotect", "clear-young"],
        "what the writer does: unfolds the set and replaces the other entry; nothing; sets the last entry, so that the set is folded; write-protects the set, or makes it old, in place");

    private static readonly Axis s_target = new("target", ["last", "first"], "which entry is read; the dirty state is in the other one");

    private static readonly Axis s_reads = new("reads", ["1", "2"], "whether the entry is read once, or twice and taken only if both are equal");

    /// <inheritdoc/>
    public override string Id => "lockless-pte/contpte";

    /// <inheritdoc/>
    public override string Title => "Does ptep_get_lockless return what ptep_get would, for an entry of a contiguous set?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [ContpteAxes.Arch, ContpteAxes.Form, s_reads, s_target, s_writer];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. ContpteStepTable.Lockless("reader"),
        .. ContpteStepTable.Convert(Writer),
        .. ContpteStepTable.Remap(Writer).Where(static s => s.Name != RemapPage.PutPage),
        .. ContpteStepTable.Flush(Writer),
        new(ContpteSteps.WriteProtect, Writer, "contpte_wrprotect_ptes", "v6.12", ContpteStepTable.File, false),
        new(ContpteSteps.ClearYoung, Writer, "contpte_ptep_test_and_clear_young", "v6.12", ContpteStepTable.File, false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = ContpteExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        string writer = configuration.Values[s_writer.Name];
        if (writer == "fold" && configuration.Values[s_target.Name] == "first")
        {
            throw new ScenarioException("writer=fold sets the last entry: target=last");
        }

        HashSet<string> present =
        [
            ContpteSteps.Read, ContpteSteps.Gather, ContpteSteps.Validate,
            .. writer switch
            {
                "replace" => [ContpteSteps.Break, ContpteSteps.MiddleFlush, ContpteSteps.Make, RemapPage.ClearPte, RemapPage.SetPte, .. Cpu.FlushSteps(architecture)],
                "fold" => [ContpteSteps.Break, ContpteSteps.MiddleFlush, ContpteSteps.Make, RemapPage.SetPte, .. Cpu.FlushSteps(architecture)],
                "wrprotect" => [ContpteSteps.WriteProtect],
                "clear-young" => [ContpteSteps.ClearYoung],
                _ => (string[])[],
            },
        ];
        return Steps.Select(static s => s.Name).Where(present.Contains).Except(ContpteAxes.AbsentSteps(configuration));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string writer = variant[s_writer.Name];
        int target = variant[s_target.Name] == "last" ? ContpteWorld.Entries - 1 : 0;
        int other = ContpteWorld.Entries - 1 - target;
        var world = new ContpteWorld(ContpteAxes.FormOf(variant), (i, entry) => Initial(writer, i == other ? ContpteWorld.HardwareDirty(entry) : entry, i == target));
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 0, world.Memory.Name);
        bool readsTwice = variant[s_reads.Name] == "2";
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (Writer, cpu => Write(cpu, world, writer, other)),
                ("reader", cpu => ReadLockless(cpu, world, world.Ptes[target], readsTwice))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world, writer, target),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(writer)],
        };
    }

    private static ulong Initial(string writer, ulong entry, bool isTarget) =>
        writer != "fold" ? entry : isTarget ? 0 : entry & ~PageTableEntry.Contiguous;

    private static void Write(Cpu cpu, ContpteWorld world, string writer, int other)
    {
        Word ptep = world.Ptes[other];
        switch (writer)
        {
            case "replace":
                cpu.Step(RemapPage.ClearPte);
                world.Mm.Ptep.GetAndClear(cpu, world.Mm, other, ptep);
                world.Mm.FlushPages(cpu, other, 1);
                cpu.Step(RemapPage.SetPte);
                world.Mm.Ptep.Set(cpu, world.Mm, other, ptep, ContpteWorld.Clean(world.FolioB, other));
                break;
            case "fold":
                int last = ContpteWorld.Entries - 1;
                cpu.Step(RemapPage.SetPte);
                world.Mm.Ptep.Set(cpu, world.Mm, last, world.Ptes[last], ContpteWorld.Clean(world.FolioA, last));
                break;
            case "wrprotect":
                world.Convert.WriteProtect(cpu, ptep);
                break;
            case "clear-young":
                world.Convert.ClearYoung(cpu, ptep);
                break;
            default:
                break;
        }
    }

    private static void ReadLockless(Cpu cpu, ContpteWorld world, Word ptep, bool readsTwice)
    {
        Word pte = world.Mm.Ptep.GetLockless(cpu, ptep);
        if (!readsTwice || world.Mm.Ptep.GetLockless(cpu, ptep) == pte)
        {
            cpu.Observe(Read, pte);
        }
    }

    // Folio A is dirty all the time, and the entry that is read is always A's, or none. Before a set is folded the entry that joins it is clean.
    private static FailureNote? Judge(IExecution execution, ContpteWorld world, string writer, int target)
    {
        if (!execution.TryGetObserved(Reader, Read, out ulong pte) || (pte & PageTableEntry.Present) == 0)
        {
            return null;
        }

        ulong expected = ContpteWorld.Identity(ContpteWorld.Clean(world.FolioA, target));
        ulong seen = ContpteWorld.Identity(pte);
        if (seen != expected && (writer != "wrprotect" || seen != (expected & ~PageTableEntry.Write)))
        {
            return new FailureNote(ViolationKind.Assertion, "rule (3a): the value that was read was never in the entry, not even without access flag and dirty state");
        }

        bool isContiguous = (pte & PageTableEntry.Contiguous) != 0;
        if (!ContpteWorld.IsDirty(pte) && (writer != "fold" || isContiguous))
        {
            return new FailureNote(ViolationKind.Assertion, "rule (1): the page was dirty all the time, and the value that was read says clean");
        }

        return writer == "clear-young" || (pte & PageTableEntry.Accessed) != 0
            ? null
            : new FailureNote(ViolationKind.Assertion, "rule (1): the page was young all the time, and the value that was read says old");
    }

    private static IEnumerable<Witness> Witnesses(string writer)
    {
        if (writer != "fold")
        {
            yield return new("the set is read as it was", static e => Reads(e, PageTableEntry.Present | PageTableEntry.Contiguous, PageTableEntry.Present | PageTableEntry.Contiguous));
        }

        if (writer == "replace")
        {
            yield return new("the entry is read after it was unfolded", static e => Reads(e, PageTableEntry.Present | PageTableEntry.Contiguous, PageTableEntry.Present));
        }

        if (writer == "fold")
        {
            yield return new("the set is read after it was folded", static e => Reads(e, PageTableEntry.Present | PageTableEntry.Contiguous, PageTableEntry.Present | PageTableEntry.Contiguous));
            yield return new("the entry is read before the set is folded", static e => Reads(e, PageTableEntry.Present | PageTableEntry.Contiguous, PageTableEntry.Present));
        }

        if (writer is "replace" or "fold")
        {
            yield return new("none is read", static e => Reads(e, PageTableEntry.Present, 0));
        }
    }

    private static bool Reads(IExecution execution, ulong mask, ulong value) => execution.TryGetObserved(Reader, Read, out ulong pte) && (pte & mask) == value;
}
