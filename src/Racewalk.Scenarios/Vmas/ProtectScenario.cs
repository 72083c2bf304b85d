using Racewalk.Exploration;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Vmas;

/// <summary>khugepaged against a change of protection, by change_pmd_range.</summary>
internal sealed class ProtectScenario : KhugepagedScenario
{
    private const string Actor = "change of protection";

    private static readonly Axis s_caller = new(
        "caller", ["mprotect", "uffd-wp"], "who takes the permission to write away: mprotect, with mmap_lock for writing; or UFFDIO_WRITEPROTECT, with mmap_lock for reading");

    private static readonly Axis s_none = KhugepagedAxes.None with { Values = ["trust", "retry"] };

    /// <inheritdoc/>
    public override string Id => "khugepaged/mprotect";

    /// <inheritdoc/>
    public override string Title => "Can memory stay writable because khugepaged had taken its PMD entry out?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, KhugepagedAxes.Locks, s_caller, s_none];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. AnonCollapseStepTable.Collapse,
        AnonCollapseStepTable.Nested,
        new(ChangeProtection.MmapLock, Actor, "do_mprotect_pkey", "v6.12", "mm/mprotect.c", false),
        new(ChangeProtection.ResetFlags, Actor, "mprotect_fixup", "v6.12", "mm/mprotect.c", false),
        new(ChangeProtection.LookAtPmd, Actor, "change_pmd_range", "v6.12", "mm/mprotect.c", false),
        AnonCollapseStepTable.RecheckNone(Actor),
        new(ChangeProtection.ChangeHuge, Actor, "change_huge_pmd", "v6.12", "mm/huge_memory.c", false),
        new(ChangeProtection.ChangePtes, Actor, "change_pte_range", "v6.12", "mm/mprotect.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        // mprotect itself: whatever khugepaged holds of mmap_lock keeps it out.
        Expect.Holds("arch=arm64", "mmap_lock for writing on both sides"),
        Expect.Holds("arch=x86-64", "mmap_lock for writing on both sides"),
        Expect.Holds("arch=sc", "mmap_lock for writing on both sides"),
        Expect.Violated("arch=arm64 -collapse-mmap-lock", "mutant: change_pmd_range skips the entry, and the huge page is writable"),
        Expect.Violated("arch=x86-64 -collapse-mmap-lock", "mutant"),
        Expect.Violated("arch=sc -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=arm64 locks=mmap-read", "mprotect takes mmap_lock for writing, so a reader keeps it out, too"),
        Expect.Violated("arch=arm64 locks=mmap-read -collapse-mmap-lock", "mutant: without mmap_lock at all"),
        Expect.Holds("arch=sc locks=mmap-read", "mprotect takes mmap_lock for writing"),
        Expect.Violated("arch=sc locks=mmap-read -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=sc locks=pmd-kept", "mprotect takes mmap_lock for writing"),
        Expect.Violated("arch=sc locks=pmd-kept -collapse-mmap-lock", "mutant"),

        // The same walk with mmap_lock for reading.
        Expect.Holds("arch=arm64 caller=uffd-wp", "mmap_lock for writing in khugepaged"),
        Expect.Violated("arch=arm64 caller=uffd-wp -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=sc caller=uffd-wp", "mmap_lock for writing in khugepaged"),
        Expect.Violated("arch=sc caller=uffd-wp -collapse-mmap-lock", "mutant"),
        Expect.Violated("arch=arm64 caller=uffd-wp locks=mmap-read", "change_pmd_range takes pmd_none for nothing"),
        Expect.Violated("arch=x86-64 caller=uffd-wp locks=mmap-read", "change_pmd_range takes pmd_none for nothing"),
        Expect.Violated("arch=sc caller=uffd-wp locks=mmap-read", "change_pmd_range takes pmd_none for nothing"),
        Expect.Violated("arch=sc caller=uffd-wp locks=pmd-kept", "whoever finds nothing takes no lock"),
        Expect.Violated("arch=sc caller=uffd-wp locks=mmap-read none=retry", "the PMD lock is free during the copy, so the entry is still none under it"),
        Expect.Holds("arch=arm64 caller=uffd-wp locks=pmd-kept none=retry", "the walk waits for the collapse, and changes the huge entry"),
        Expect.Violated("arch=arm64 caller=uffd-wp locks=pmd-kept none=retry -collapse-pmd-lock", "mutant: there is nothing to wait for"),
        Expect.Holds("arch=sc caller=uffd-wp locks=pmd-kept none=retry", "the walk waits for the collapse, and changes the huge entry"),
        Expect.Violated("arch=sc caller=uffd-wp locks=pmd-kept none=retry -collapse-pmd-lock", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration)
    {
        bool isMprotect = configuration.Values[s_caller.Name] == "mprotect";
        if (isMprotect && configuration.Values[s_none.Name] != "trust")
        {
            throw new ScenarioException("none=retry: mprotect has mmap_lock for writing, so it does not meet an entry that is none for a moment");
        }

        return isMprotect ? [] : [ChangeProtection.ResetFlags];
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new AnonWorld();
        ProtectionCaller caller = variant[s_caller.Name] == "mprotect" ? ProtectionCaller.Mprotect : ProtectionCaller.UffdWriteProtect;
        var protection = new ChangeProtection(world.Vma, KernelChoices.PteClear(variant), new PmdNone(world.Vma, KhugepagedAxes.Policy(variant)), caller);
        return InstanceOf(variant, world, variant[s_caller.Name], cpu => protection.Protect(cpu, 0), e => Judge(e, world), Witnesses(variant));
    }

    private static FailureNote? Judge(IExecution execution, AnonWorld world)
    {
        for (int i = 0; i < world.SmallPages.Count; i++)
        {
            if ((world.EntryOf(execution, i) & PageTableEntry.Write) != 0)
            {
                return new FailureNote(ViolationKind.Assertion, $"page {i} can still be written when the change of protection is over");
            }

            if (world.DataOf(execution, i) != AnonWorld.Data(i))
            {
                return new FailureNote(ViolationKind.LostData, $"page {i} no longer has its data");
            }
        }

        return null;
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return Collapses;
        yield return GivesUp;
        yield return OtherSees("PTEs are changed", ChangeProtection.ChangedSmall);
        yield return OtherSees("a huge entry is changed", ChangeProtection.ChangedHuge);
        if (variant.Keeps(PmdNone.Recheck))
        {
            yield return OtherSees("something has come", PmdNone.HasCome);
        }
    }
}
