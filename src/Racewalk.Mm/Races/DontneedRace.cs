using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Races;

/// <summary>khugepaged with all its locks against MADV_DONTNEED (khugepaged/dontneed).</summary>
/// <param name="choices">How khugepaged collapses.</param>
/// <param name="policy">What MADV_DONTNEED makes of pmd_none.</param>
/// <param name="pteClear">How PTEs are cleared.</param>
/// <param name="scans">Whether khugepaged begins with its scan.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class DontneedRace(CollapseChoices choices, NonePolicy policy, EntryClear pteClear, bool scans, MemoryLayout? layout = null) : AnonRace(choices, layout)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            AnonCollapse collapse = Collapse;
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
        new("khugepaged gives up", static o => o.Saw(Collapser, Mm.Collapse.Khugepaged.GaveUp)),
        new("MADV_DONTNEED zaps the small pages", static o => o.Saw(Other, MadviseDontneed.ZappedSmall)),
        .. Choices.IsPinned ? [] : (Behaviour[])
        [
            new("the collapse succeeds", static o => o.Saw(Collapser, Mm.Collapse.Khugepaged.Collapsed)),
            new("MADV_DONTNEED zaps the huge page", static o => o.Saw(Other, MadviseDontneed.ZappedHuge)),
        ],
    ];

    /// <summary>MADV_DONTNEED finds something where there was nothing; not possible if it does not look again.</summary>
    public static Behaviour FindsMore { get; } = new("MADV_DONTNEED finds that something has come", static o => o.Saw(Other, PmdNone.HasCome));

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome) => World.CheckZapped(outcome) ?? World.CheckBalance(outcome);
}
