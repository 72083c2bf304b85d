using Racewalk.Mm.Hvo;

namespace Racewalk.Scenarios.Hvo;

/// <summary>Axes that hvo scenarios share.</summary>
internal static class HvoAxes
{
    /// <summary>The architecture. The default is one that selects ARCH_WANT_OPTIMIZE_HUGETLB_VMEMMAP; arm64 does not, since 060a2c92d1b6.</summary>
    internal static Axis Arch { get; } = new(
        CommonAxes.Arch.Name, ["x86-64", .. CommonAxes.Arch.Values.Where(static a => a != "x86-64")], CommonAxes.Arch.Meaning);

    /// <summary>Whether break-before-make is judged.</summary>
    internal static Axis BbmRule { get; } = new(
        "bbm-rule", ["judged", "ignored"], "arm64 only: whether a change of a live entry without break-before-make is a violation, or only what comes of it");

    /// <summary>When a compare-and-exchange asks for the permission to store.</summary>
    internal static Axis Cas { get; } = new(
        "cas",
        ["arch", "if-equal"],
        "arch: CMPXCHG and CAS ask for the permission to store even if the compare fails, a store-exclusive may fault before it looks at its monitor; if-equal: who does not store does not fault");

    /// <summary>Kernel eras.</summary>
    internal static Axis Era { get; } = new(
        "era",
        ["E5", "E4", "E3", "E7"],
        "E3: before bd225530a4c7, no RCU. E4: bd225530a4c7 (2024), RCU, the fake head is looked for before the count. E5: January 2025, page_count_writable. E7: 7.x, a shared page of true tails, no RCU");

    /// <summary>How the memmap is mapped.</summary>
    internal static Axis Memmap { get; } = new("memmap", ["page", "block"], "whether the memmap is mapped by PTEs at first, or by a block that must be split");

    /// <summary>When the TLBs are flushed.</summary>
    internal static Axis Mode { get; } = new(
        "mode", ["single", "batch"], "single: hugetlb_vmemmap_optimize_folio, each change is flushed; batch: hugetlb_vmemmap_optimize_folios, one flush for all");

    /// <summary>The era of a variant.</summary>
    internal static HvoEra EraOf(Variant variant) => EraOf(variant.Configuration);

    /// <summary>The era of a configuration.</summary>
    internal static HvoEra EraOf(Configuration configuration) => configuration.Values[Era.Name] switch
    {
        "E3" => HvoEra.E3,
        "E4" => HvoEra.E4,
        "E7" => HvoEra.E7,
        _ => HvoEra.E5,
    };
}
