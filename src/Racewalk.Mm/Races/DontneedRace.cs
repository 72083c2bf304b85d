using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Races;

/// <summary>khugepaged with all its locks against MADV_DONTNEED (khugepaged/dontneed).</summary>
/// <param name="locking">What khugepaged holds while the PMD entry is none.</param>
/// <param name="policy">What MADV_DONTNEED makes of pmd_none.</param>
/// <param name="kind">Whose pmdp_collapse_flush is used.</param>
/// <param name="pmdClear">How the PMD entry is cleared.</param>
/// <param name="pteClear">How PTEs are.</param>
/// <param name="isPinned">Whether somebody holds a reference, so that the collapse fails.</param>
/// <param name="scans">Whether khugepaged begins with its scan.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class DontneedRace(
    CollapseLocking locking, NonePolicy policy, CollapseFlushKind kind, EntryClear pmdClear, EntryClear pteClear, bool isPinned, bool scans, MemoryLayout? layout = null) : Race
{
    private const int Collapser = 0;
    private const int Dontneed = 1;

    /// <summary>Its memory.</summary>
    public AnonWorld World { get; } = isPinned ? new AnonWorld(layout: layout).Pin() : new AnonWorld(layout: layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var collapse = new AnonCollapse(World.Vma, new PmdpCollapseFlush(World.Vma.Mm, kind, pmdClear), locking);
            var scan = new CollapseScan(World.Vma);
            var dontneed = new MadviseDontneed(World.Vma, pteClear, new PmdNone(World.Vma, policy));
            return
            [
                new("khugepaged", cpu =>
                {
                    if (!scans || scan.ScanPmd(cpu, 0))
                    {
                        collapse.CollapseHugePage(cpu, 0, World.HugePfn);
                    }
                }),
                new("MADV_DONTNEED", cpu => dontneed.Zap(cpu, 0)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours =>
    [
        new("khugepaged gives up", static o => o.Saw(Collapser, Khugepaged.GaveUp)),
        new("MADV_DONTNEED zaps the small pages", static o => o.Saw(Dontneed, MadviseDontneed.ZappedSmall)),
        .. isPinned ? [] : (Behaviour[])
        [
            new("the collapse succeeds", static o => o.Saw(Collapser, Khugepaged.Collapsed)),
            new("MADV_DONTNEED zaps the huge page", static o => o.Saw(Dontneed, MadviseDontneed.ZappedHuge)),
        ],
    ];

    /// <summary>MADV_DONTNEED finds something where there was nothing; not possible if it does not look again.</summary>
    public static Behaviour FindsMore { get; } = new("MADV_DONTNEED finds that something has come", static o => o.Saw(Dontneed, PmdNone.HasCome));

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome) => World.CheckZapped(outcome) ?? World.CheckBalance(outcome);
}
