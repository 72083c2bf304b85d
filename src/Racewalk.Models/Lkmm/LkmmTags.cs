using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>The tags of LKMM's events (AXIOMS §7.1), from the annotation of an access.</summary>
internal static class LkmmTags
{
    // Atomic is how a CPU makes a read-modify-write, which the model does not ask.
    private const Access Known = Access.Atomic | Access.Acquire | Access.Release | Access.Plain | Access.FullBarrier | Access.NoReturn | Access.Lock | Access.Unlock;

    /// <summary>Marked: everything but plain accesses.</summary>
    public static bool IsMarked(ref GraphEvent e) => (e.Access & Access.Plain) == 0 || e.IsRmw;

    /// <summary>Acquire: reads with that tag, and those that take a spinlock.</summary>
    public static bool IsAcquire(ref GraphEvent e) => e.Kind == EventKind.Read && (e.Access & (Access.Acquire | Access.Lock)) != 0;

    /// <summary>Release: writes with that tag, and those that give a spinlock back.</summary>
    public static bool IsRelease(ref GraphEvent e) => e.Kind == EventKind.Write && (e.Access & (Access.Release | Access.Unlock)) != 0;

    /// <summary>Mb: the parts of a read-modify-write that is a full barrier.</summary>
    public static bool IsFull(ref GraphEvent e) => e.IsRmw && (e.Access & Access.FullBarrier) != 0;

    /// <summary>Whether a read-modify-write did not write: then its tags mean nothing.</summary>
    public static bool Failed(ref GraphEvent e) => e is { Kind: EventKind.Read, IsRmw: true, Partner: < 0 };

    /// <summary>Noreturn: the read of a void atomic.</summary>
    public static bool IsNoReturn(ref GraphEvent e) => e.Kind == EventKind.Read && (e.Access & Access.NoReturn) != 0;

    /// <summary>RMW: a part of an atomic operation. Taking a spinlock is none: smp_mb__after_atomic and its like do not go with it.</summary>
    public static bool IsAtomic(ref GraphEvent e) => e.IsRmw && (e.Access & Access.Lock) == 0;

    /// <summary>LKR.</summary>
    public static bool TakesLock(ref GraphEvent e) => e.Kind == EventKind.Read && (e.Access & Access.Lock) != 0;

    /// <summary>UL.</summary>
    public static bool GivesLock(ref GraphEvent e) => e.Kind == EventKind.Write && (e.Access & Access.Unlock) != 0;

    /// <summary>Refuses annotations that LKMM gives no meaning to.</summary>
    public static void Check(Access access)
    {
        if ((access & ~Known) != 0)
        {
            throw UnsupportedEventException.For("lkmm", access);
        }
    }
}
