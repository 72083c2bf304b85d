namespace Racewalk.Mm.Hvo;

/// <summary>How the kernel keeps speculative references away from struct pages that are read-only.</summary>
public enum HvoEra
{
    /// <summary>Before bd225530a4c7 (2024): not at all.</summary>
    E3,

    /// <summary>Since bd225530a4c7 (2024; v6.12 has it): RCU, and the fake head is looked for before the count.</summary>
    E4,

    /// <summary>Since January 2025 (page_count_writable): the count is read with acquire before the fake head is looked for.</summary>
    E5,

    /// <summary>Since 7.x ("mm/hugetlb: remove fake head pages", "mm: drop fake head checks", "hugetlb: remove VMEMMAP_SYNCHRONIZE_RCU"): a shared page of true tails, no RCU, no static key.</summary>
    E7,
}
