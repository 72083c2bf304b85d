using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast's steps with where they are in the kernel.</summary>
internal static class GupStepTable
{
    private const string Gup = "mm/gup.c";
    private const string Actor = "GUP-fast";

    /// <summary>Steps of every call.</summary>
    internal static IReadOnlyList<Step> Get { get; } =
    [
        new(GupSteps.IrqOff, Actor, "gup_fast", "v6.12", Gup, true),
        new(GupSteps.ReadPmd, Actor, "gup_fast_pmd_range", "v6.12", Gup, false),
        new(GupSteps.ReadPte, Actor, "gup_fast_pte_range", "v6.12", Gup, false),
        new(GupSteps.TakeReference, Actor, "try_get_folio", "v6.12", Gup, false),
        new(GupSteps.RecheckHead, Actor, "try_get_folio", "v6.12", Gup, true),
        new(GupSteps.RecheckPmd, Actor, "gup_fast_pte_range", "v6.12", Gup, true),
        new(GupSteps.RecheckPte, Actor, "gup_fast_pte_range", "v6.12", Gup, true),
        new(GupSteps.BackOff, Actor, "gup_put_folio", "v6.12", Gup, false),
        new(PageReference.FreePageStep, "whoever puts last", "__folio_put", "v6.12", "mm/swap.c", false),
    ];

    /// <summary>Steps of a call with FOLL_PIN.</summary>
    internal static IReadOnlyList<Step> Pin { get; } =
    [
        new(GupSteps.Seqcount, Actor, "gup_fast", "v6.12", Gup, true),
        .. Get,
        new(GupSteps.Pin, Actor, "try_grab_folio_fast", "v6.12", Gup, false),
        new(GupSteps.PinMb, Actor, "try_grab_folio_fast", "v6.12", Gup, true),
    ];

    /// <summary>Further steps of a pin for reading.</summary>
    internal static IReadOnlyList<Step> Unshare { get; } =
    [
        new(GupSteps.MustUnshare, Actor, "gup_must_unshare", "v6.12", "mm/internal.h", true),
        new(GupSteps.MustUnshareRmb, Actor, "gup_must_unshare", "v6.12", "mm/internal.h", true),
    ];
}
