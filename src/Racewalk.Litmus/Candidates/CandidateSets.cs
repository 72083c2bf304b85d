using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>The sets of events that follow from what an event does; all others are tags that dialects give.</summary>
internal static class CandidateSets
{
    // Tags that some dialect or model knows although a test need not use them: an empty set, not an unknown name.
    private static readonly string[] s_families = ["DMB.", "DSB.", "DC.", "IC.", "TLBI", "PTE", "TTD", "Restricted-", "I-PTE", "I-MMU", "D-MMU"];

    private static readonly HashSet<string> s_tags = new(StringComparer.Ordinal)
    {
        "X", "EX", "A", "Q", "L", "NoRet", "BCC", "PRED", "RMW", "AMO", "MFENCE", "SFENCE", "LFENCE", "SYNC", "LWSYNC", "EIEIO", "ISYNC", "PTESYNC", "TLBSYNC", "INVLPGB", "ISB",
        "LKR", "LKW", "UL", "LF", "RL", "RU", "EXC-ENTRY", "EXC-RET", "SVC", "T", "AF", "DB", "MMU", "Translation", "AccessFlag", "Permission", "TagCheck", "Instr", "HU", "no-loc", SpuriousUpdates.Tag, "FAULTING", "FROM-R", "FROM-W", "FROM-L", "MSR", "OLD-BASE", "SYNCHRONISED-BASE", "OTHER-SPACE-BASE",
        "ONCE", "ACQUIRE", "RELEASE", "MB", "NORETURN", "rmb", "wmb", "barrier", "before-atomic", "after-atomic", "after-spinlock",
        "after-unlock-lock", "after-srcu-read-unlock", "rcu-lock", "rcu-unlock", "sync-rcu", "srcu-lock", "srcu-unlock", "sync-srcu",
    };

    /// <summary>Whether a name is a tag: one that dialects use, or the name of a barrier.</summary>
    public static bool IsTag(string name) =>
        s_tags.Contains(name) || (name is not ("PTEtoPA" or "TLBI-after") && Array.Exists(s_families, f => name.StartsWith(f, StringComparison.Ordinal)));

    /// <summary>The tag that a set is named after: a bell file's <c>'rcu-lock</c> gives the set <c>Rcu-lock</c>.</summary>
    public static string TagOf(string name) =>
        !s_tags.Contains(name) && name.Length > 0 && s_tags.Contains(char.ToLowerInvariant(name[0]) + name[1..])
            ? char.ToLowerInvariant(name[0]) + name[1..]
            : name;

    /// <summary>Whether an event is an operation of a kernel lock.</summary>
    public static bool IsLock(CandidateEvent e) => e.Event.Sets.Any(static s => s is "LKR" or "LKW" or "UL" or "LF" or "RL" or "RU");

    /// <summary>What makes an event a member of a set that follows from what it does; null for tags.</summary>
    /// <param name="name">The set.</param>
    /// <param name="locksAreApart">Whether lock operations are neither reads nor writes, see <see cref="Skeleton.LocksAreApart"/>.</param>
    public static Func<CandidateEvent, bool>? Find(string name, bool locksAreApart) => name switch
    {
        "M" or "R" or "W" when locksAreApart =>
            e => !IsLock(e) && ((e.IsRead && name is "M" or "R") || (e.IsWrite && name is "M" or "W")),
        "_" => static _ => true,

        // Of the kernel's C, what belongs to a read-modify-write; of assembly, what belongs to an atomic instruction.
        "X" => static e => e.Event.Sets.Contains("X", StringComparer.Ordinal) || e.Event.Sets.Contains("RMW", StringComparer.Ordinal),
        "emptyset" => static _ => false,
        "M" => static e => e.IsRead || e.IsWrite,
        "R" => static e => e.IsRead,
        "W" => static e => e.IsWrite,
        "IW" => static e => e.Thread < 0,
        "F" => static e => e.Event.Kind == LitmusEventKind.Fence && e.Event.Location < 0,
        "B" => static e => e.Event.Kind == LitmusEventKind.Branch,
        "Exp" => static e => (e.IsRead || e.IsWrite) && !e.Event.IsImplicit,
        "NExp" => static e => e.Event.IsImplicit,
        "SPEC" => static _ => false,
        "EXEC" => static _ => true,
        "FAULT" => static e => e.Event.Kind == LitmusEventKind.Fault,
        "Rreg" => static e => e.Event.Kind == LitmusEventKind.RegisterRead,
        "Wreg" => static e => e.Event.Kind == LitmusEventKind.RegisterWrite,
        "ADDR" => static e => e.Event.Port == Port.Address,
        "DATA" => static e => e.Event.Port == Port.Data,
        _ => null,
    };
}
