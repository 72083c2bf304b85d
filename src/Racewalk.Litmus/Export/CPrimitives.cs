using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>The kernel's names of LKMM's events.</summary>
internal static class CPrimitives
{
    /// <summary>The barrier's name.</summary>
    public static string Fence(FenceKind fence) => fence switch
    {
        FenceKind.Full => "smp_mb",
        FenceKind.ReadRead => "smp_rmb",
        FenceKind.Store => "smp_wmb",
        FenceKind.BeforeAtomic => "smp_mb__before_atomic",
        FenceKind.AfterAtomic => "smp_mb__after_atomic",
        FenceKind.AfterSpinlock => "smp_mb__after_spinlock",
        FenceKind.AfterUnlockLock => "smp_mb__after_unlock_lock",
        FenceKind.RcuLock => "rcu_read_lock",
        FenceKind.RcuUnlock => "rcu_read_unlock",
        FenceKind.SyncRcu => "synchronize_rcu",
        _ => throw new ExportException($"the barrier {fence} is no operation of the kernel's C; export the scenario with arch=lkmm"),
    };

    /// <summary>Whether an operation takes a spinlock.</summary>
    public static bool IsLock(Operation op) => op.Kind == OperationKind.Rmw && (op.Access & Access.Lock) != 0;

    /// <summary>Whether an operation gives a spinlock back.</summary>
    public static bool IsUnlock(Operation op) => op.Kind == OperationKind.Write && (op.Access & Access.Unlock) != 0;

    /// <summary>Whether an operation returns nothing.</summary>
    public static bool IsVoid(Operation op) => op.Kind == OperationKind.Rmw && (op.Access & Access.NoReturn) != 0;

    /// <summary>Whether an operation returns whether it wrote, and not what it read.</summary>
    public static bool ReturnsSuccess(Operation op) => op.Kind == OperationKind.Rmw && op.Rmw == RmwKind.AddUnless;

    /// <summary>A load.</summary>
    public static string Load(Operation op, string place) => (op.Access & (Access.Acquire | Access.AcquirePc)) != 0 ? $"smp_load_acquire({place})"
        : (op.Access & Access.Plain) != 0 ? $"*{place}" : $"READ_ONCE(*{place})";

    /// <summary>A store.</summary>
    public static string Store(Operation op, string place, string value) => (op.Access & Access.Release) != 0 ? $"smp_store_release({place}, {value})"
        : (op.Access & Access.Plain) != 0 ? $"*{place} = {value}" : $"WRITE_ONCE(*{place}, {value})";

    /// <summary>A read-modify-write.</summary>
    public static string Rmw(Operation op, string place, string operand, string comparand)
    {
        string suffix = (op.Access & Access.FullBarrier) != 0 ? ""
            : (op.Access & Access.Acquire) != 0 ? "_acquire"
            : (op.Access & Access.Release) != 0 ? "_release" : "_relaxed";
        string name = op.Rmw switch
        {
            RmwKind.Add => "add",
            RmwKind.And => "and",
            RmwKind.Or => "or",
            RmwKind.Xor => "xor",
            _ => "",
        };
        return op.Rmw switch
        {
            RmwKind.Exchange => $"xchg{suffix}({place}, {operand})",
            RmwKind.CompareExchange => $"cmpxchg{suffix}({place}, {comparand}, {operand})",
            RmwKind.AddUnless when suffix.Length == 0 => $"atomic_add_unless({place}, {operand}, {comparand})",
            RmwKind.AddUnless => throw new ExportException("the kernel has no atomic_add_unless that is not fully ordered"),
            _ when IsVoid(op) => $"atomic_{name}({operand}, {place})",
            _ => $"atomic_fetch_{name}{suffix}({operand}, {place})",
        };
    }
}
