namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>Complete executions of each program. A change of one needs a reason in its commit.</summary>
internal static class ProtocolRowCounts
{
    // sc, x86-64, arm64 with LSE, arm64 with LL/SC, ppc64-radix
    private static readonly Dictionary<string, Counts> s_counts = new(StringComparer.Ordinal)
    {
        ["HVO: fake head, then refcount"] = new(3, 3, 3, 3, 3),
        ["HVO: refcount, then fake head, no order"] = new(3, 3, 4, 4, 4),
        ["HVO: refcount, then fake head, control dependency"] = new(2, 2, 3, 3, 3),
        ["HVO: refcount by acquire, then fake head"] = new(2, 2, 2, 2, 2),
        ["HVO: refcount by acquire, writer without flush and release"] = new(2, 2, 3, 3, 3),
        ["GUP: no PMD recheck"] = new(5, 5, 5, 5, 5),
        ["GUP: no PMD recheck, flush"] = new(5, 5, 5, 5, 5),
        ["GUP: recheck, xchg"] = new(7, 7, 7, 7, 7),
        ["GUP: recheck, xchg_relaxed and flush"] = new(7, 7, 7, 7, 7),
        ["GUP: recheck, plain clear and flush"] = new(7, 7, 7, 7, 7),
        ["GUP: reference relaxed"] = new(7, 7, 9, 9, 9),
        ["GUP: reference acquire"] = new(7, 7, 9, 9, 9),
        ["GUP: reference relaxed, then smp_rmb"] = new(7, 7, 9, 9, 9),
        ["GUP: plain clear, no barrier"] = new(7, 9, 9, 9, 9),
        ["GUP: plain clear, smp_wmb"] = new(7, 9, 9, 9, 9),
        ["GUP: xchg_relaxed, no flush"] = new(7, 7, 9, 9, 9),
        ["GUP, freeze: frozen for good, no recheck"] = new(3, 4, 4, 3, 3),
        ["GUP, freeze: unfrozen again, recheck"] = new(6, 8, 8, 6, 6),
        ["GUP, freeze: unfrozen again, no recheck"] = new(4, 6, 6, 4, 4),
        ["PAE: rmb, clear"] = new(6, 6, 6, 6, 6),
        ["PAE: rmb, set"] = new(5, 5, 5, 5, 5),
        ["PAE: no rmb, clear"] = new(6, 6, 7, 7, 7),
        ["PAE: no rmb, set"] = new(5, 5, 7, 7, 7),
        ["PAE: rmb, clear and set with equal low words"] = new(26, 26, 26, 26, 26),
        ["KVM: no rmb between seq and PTE"] = new(5, 5, 6, 6, 6),
        ["KVM: rmb between seq and PTE"] = new(5, 5, 5, 5, 5),
        ["KVM: no rmb, PTE read by GUP-fast"] = new(6, 6, 7, 7, 7),
        ["publish: no wmb"] = new(2, 2, 3, 3, 3),
        ["publish: wmb, reader without dependency"] = new(2, 2, 3, 3, 3),
        ["publish: wmb, reader with dependency"] = new(2, 2, 2, 2, 2),
        ["AnonExclusive: whole"] = new(10, 10, 10, 10, 10),
        ["AnonExclusive: no mb before the pin check"] = new(10, 14, 14, 14, 14),
        ["AnonExclusive: no mb before the PTE is restored"] = new(10, 10, 13, 13, 13),
        ["AnonExclusive: no rmb in GUP-fast"] = new(10, 10, 12, 12, 12),
        ["AnonExclusive: pin by one relaxed atomic"] = new(8, 8, 10, 10, 10),
        ["AnonExclusive: no mb after the pin's second atomic"] = new(10, 10, 12, 12, 12),
        ["AnonExclusive: no mb before the pin check, PTE cleared by xchg"] = new(10, 10, 10, 10, 10),
    };

    public static IReadOnlyCollection<string> Rows => s_counts.Keys;

    public static long Of(string row, Architecture architecture)
    {
        Counts counts = s_counts[row];
        return architecture.ToString() switch
        {
            "sc" => counts.Sc,
            "x86-64" => counts.X8664,
            "arm64+lse" => counts.Arm64Lse,
            "ppc64-radix" => counts.Ppc64,
            _ => counts.Arm64LlSc,
        };
    }

    private sealed record Counts(long Sc, long X8664, long Arm64Lse, long Arm64LlSc, long Ppc64);
}
