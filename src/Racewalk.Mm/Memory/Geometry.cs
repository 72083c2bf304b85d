namespace Racewalk.Mm.Memory;

/// <summary>The size of everything: 512 entries a table on real machines, one to four where all executions are looked at.</summary>
/// <param name="PtrsPerPmd">Entries of the PMD table (PTRS_PER_PMD).</param>
/// <param name="PtrsPerPte">Entries of a PTE table, and pages of a huge page (PTRS_PER_PTE, HPAGE_PMD_NR).</param>
/// <param name="WordsPerPage">Words of data in a base page.</param>
public sealed record Geometry(int PtrsPerPmd, int PtrsPerPte, int WordsPerPage);
