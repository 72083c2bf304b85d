namespace Racewalk.Mm.Hvo;

/// <summary>How the kernel keeps speculative references away from struct pages that are read-only.</summary>
public enum HvoEra
{
    /// <summary>Before bd225530a4c7 (v6.11): not at all.</summary>
    E3,

    /// <summary>Since bd225530a4c7 (v6.11): RCU, and the fake head is looked for before the count.</summary>
    E4,

    /// <summary>Since January 2025 (page_count_writable): the count is read with acquire before the fake head is looked for.</summary>
    E5,

    /// <summary>Since 7.x (c3a15a2e267a "mm/hugetlb: remove fake head pages" and what follows it): a shared page of true tails, no RCU, no static key.</summary>
    E7,
}
