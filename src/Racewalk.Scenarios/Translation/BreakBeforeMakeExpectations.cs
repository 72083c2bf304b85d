namespace Racewalk.Scenarios.Translation;

/// <summary>What each configuration of translation/break-before-make must give.</summary>
internal static class BreakBeforeMakeExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("change=output", "break-before-make"),
        Expect.Holds("change=output atomics=llsc", "break-before-make"),
        Expect.Violated("change=output -bbm-break", "mutant: R_WHZWS, one of the two is writable"),
        Expect.Violated("change=output atomics=llsc -bbm-break", "mutant"),
        Expect.Violated("change=output bbm=2 -bbm-break", "mutant: no level relaxes a change of the output address"),
        Expect.Violated("change=output -flush-tlbi", "mutant: invalid in between, but the old entry stays cached"),
        Expect.Violated("change=output -flush-dsb-ishst", "mutant: cached again between invalidation and store"),
        Expect.Violated("change=output -flush-dsb-ish", "mutant: the new entry does not wait for the invalidation"),
        Expect.Holds("change=other-contents", "break-before-make"),
        Expect.Violated("change=other-contents -bbm-break", "mutant: R_WHZWS, read-only, but the contents differ"),
        Expect.Holds("change=same-contents -bbm-break", "redundant: R_WHZWS, read-only and equal"),
        Expect.Holds("change=permission -bbm-break", "redundant: permissions may change in place (pgattr_change_is_safe)"),
        Expect.Holds("change=memory-type", "break-before-make"),
        Expect.Violated("change=memory-type -bbm-break", "mutant: R_WHZWS"),
        Expect.Violated("change=memory-type bbm=2 -bbm-break", "mutant: no level relaxes it"),
        Expect.Holds("change=block", "break-before-make"),
        Expect.Violated("change=block -bbm-break", "mutant: level 0"),
        Expect.Violated("change=block bbm=1 -bbm-break", "mutant: level 1 asks for the nT bit"),
        Expect.Holds("change=block bbm=2 -bbm-break", "redundant: level 2 (R_PVTFW)"),
        Expect.Violated("change=block bbm=mixed -bbm-break", "mutant: the other CPU walks, too, and has level 0"),
        Expect.Holds("change=block bbm=1 between=nt", "level 1: a block with nT is not cached, so the invalidation behind it ends the block"),
        Expect.Violated("change=block bbm=1 between=nt -flush-tlbi", "mutant: the old block stays cached"),
        Expect.Violated("change=block between=nt", "level 0 ignores nT: the block with it is cached as well"),
        Expect.Violated("change=block bbm=mixed between=nt", "the other CPU has level 0 and ignores nT"),
        Expect.Holds("change=table", "break-before-make"),
        Expect.Violated("change=table -bbm-break", "mutant: level 0"),
        Expect.Holds("change=table bbm=1 between=nt", "level 1: the table is invalidated before the block without nT is there"),
        Expect.Violated("change=table bbm=1 between=nt -flush-tlbi", "mutant: the table stays cached"),
        Expect.Violated("change=table between=nt", "level 0 ignores nT"),
        Expect.Holds("change=contiguous", "break-before-make, as contpte_convert does"),
        Expect.Violated("change=contiguous -bbm-break", "mutant: level 0"),
        Expect.Holds("change=contiguous bbm=1 -bbm-break", "redundant: level 1 (R_KHRBC, R_PVTFW)"),
        Expect.Holds("change=contiguous bbm=2 -bbm-break", "redundant: level 2"),
        Expect.Violated("change=contiguous bbm=mixed -bbm-break", "mutant: the other CPU walks, too, and has level 0"),
    ];
}
