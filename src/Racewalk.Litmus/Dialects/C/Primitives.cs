using System.Collections.Frozen;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>The primitives of the Linux kernel's memory model, with the tags that its files of 2025 expect (herd's variant lkmmv2).</summary>
internal static class Primitives
{
    private static readonly FrozenDictionary<string, Primitive> s_table = Build().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A plain read, such as <c>*x</c>.</summary>
    public static Primitive PlainLoad { get; } = new(PrimitiveKind.Load, "", "L", PrimitiveResult.Value);

    /// <summary>A plain write, such as <c>*x = 1</c>.</summary>
    public static Primitive PlainStore { get; } = new(PrimitiveKind.Store, "", "LV", PrimitiveResult.Nothing);

    /// <summary>The primitive of a name, or null.</summary>
    public static Primitive? Find(string name) => s_table.GetValueOrDefault(name);

    private static Dictionary<string, Primitive> Build()
    {
        var table = new Dictionary<string, Primitive>(StringComparer.Ordinal);
        AddAccesses(table);
        AddFences(table);
        AddLocks(table);
        AddAtomics(table);
        return table;
    }

    private static void AddAccesses(Dictionary<string, Primitive> table)
    {
        Primitive Load(string tag, string parameters) => new(PrimitiveKind.Load, tag, parameters, PrimitiveResult.Value);
        Primitive Store(string tag, string parameters) => new(PrimitiveKind.Store, tag, parameters, PrimitiveResult.Nothing);

        table.Add("READ_ONCE", Load("ONCE", "L"));
        table.Add("rcu_dereference", Load("ONCE", "L"));
        table.Add("atomic_read", Load("ONCE", "P"));
        table.Add("smp_load_acquire", Load("ACQUIRE", "P"));
        table.Add("atomic_read_acquire", Load("ACQUIRE", "P"));
        table.Add("WRITE_ONCE", Store("ONCE", "LV"));
        table.Add("atomic_set", Store("ONCE", "PV"));
        table.Add("rcu_assign_pointer", Store("RELEASE", "LV"));
        table.Add("smp_store_release", Store("RELEASE", "PV"));
        table.Add("atomic_set_release", Store("RELEASE", "PV"));
        table.Add("smp_store_mb", new Primitive(PrimitiveKind.StoreThenBarrier, "ONCE", "LV", PrimitiveResult.Nothing));
        table.Add("srcu_read_lock", Load("srcu-lock", "P"));
        table.Add("srcu_down_read", Load("srcu-lock", "P"));
        table.Add("srcu_read_unlock", Store("srcu-unlock", "PV"));
        table.Add("srcu_up_read", Store("srcu-unlock", "PV"));
        table.Add("synchronize_srcu", new Primitive(PrimitiveKind.SynchronizeSrcu, "sync-srcu", "P", PrimitiveResult.Nothing));
        table.Add("synchronize_srcu_expedited", new Primitive(PrimitiveKind.SynchronizeSrcu, "sync-srcu", "P", PrimitiveResult.Nothing));
    }

    private static void AddFences(Dictionary<string, Primitive> table)
    {
        void Fence(string name, string tag) => table.Add(name, new Primitive(PrimitiveKind.Fence, tag, "", PrimitiveResult.Nothing));

        Fence("smp_mb", "MB");
        Fence("smp_rmb", "rmb");
        Fence("smp_wmb", "wmb");
        Fence("smp_mb__before_atomic", "before-atomic");
        Fence("smp_mb__after_atomic", "after-atomic");
        Fence("smp_mb__after_spinlock", "after-spinlock");
        Fence("smp_mb__after_unlock_lock", "after-unlock-lock");
        Fence("smp_mb__after_srcu_read_unlock", "after-srcu-read-unlock");
        Fence("barrier", "barrier");
        Fence("rcu_read_lock", "rcu-lock");
        Fence("rcu_read_unlock", "rcu-unlock");
        Fence("synchronize_rcu", "sync-rcu");
        Fence("synchronize_rcu_expedited", "sync-rcu");
    }

    private static void AddLocks(Dictionary<string, Primitive> table)
    {
        table.Add("spin_lock", new Primitive(PrimitiveKind.Lock, "LKR", "P", PrimitiveResult.Nothing));
        table.Add("spin_unlock", new Primitive(PrimitiveKind.Unlock, "UL", "P", PrimitiveResult.Nothing));
        table.Add("spin_trylock", new Primitive(PrimitiveKind.TryLock, "LKR", "P", PrimitiveResult.Value));
        table.Add("spin_is_locked", new Primitive(PrimitiveKind.IsLocked, "RL", "P", PrimitiveResult.Value));
    }

    private static void AddAtomics(Dictionary<string, Primitive> table)
    {
        (string Name, string Operator)[] operators = [("add", "+"), ("sub", "-"), ("inc", "+"), ("dec", "-"), ("and", "&"), ("or", "|"), ("xor", "^"), ("andnot", "&~")];
        (string Suffix, string Tag)[] orders = [("", "MB"), ("_relaxed", "ONCE"), ("_acquire", "ACQUIRE"), ("_release", "RELEASE")];

        Primitive Update(PrimitiveKind kind, string tag, (string Name, string Operator) op, PrimitiveResult result) =>
            new(kind, tag, op.Name is "inc" or "dec" ? "P" : "VP", result) { Operator = op.Operator };

        foreach ((string suffix, string tag) in orders)
        {
            foreach (string prefix in (string[])["", "atomic_"])
            {
                table.Add($"{prefix}xchg{suffix}", new Primitive(PrimitiveKind.Exchange, tag, "PV", PrimitiveResult.Value));
                table.Add($"{prefix}cmpxchg{suffix}", new Primitive(PrimitiveKind.CompareExchange, tag, "POV", PrimitiveResult.Value));
            }

            foreach ((string Name, string Operator) op in operators)
            {
                if (op.Operator is "+" or "-")
                {
                    table.Add($"atomic_{op.Name}_return{suffix}", Update(PrimitiveKind.Update, tag, op, PrimitiveResult.Value));
                }

                table.Add($"atomic_fetch_{op.Name}{suffix}", Update(PrimitiveKind.FetchUpdate, tag, op, PrimitiveResult.Value));
            }

            table.Add($"atomic_add_negative{suffix}", Update(PrimitiveKind.Update, tag, operators[0], PrimitiveResult.IsNegative));
        }

        foreach ((string Name, string Operator) op in operators)
        {
            table.Add($"atomic_{op.Name}", Update(PrimitiveKind.Update, "NORETURN", op, PrimitiveResult.Nothing));
            if (op.Name is "sub" or "inc" or "dec")
            {
                table.Add($"atomic_{op.Name}_and_test", Update(PrimitiveKind.Update, "MB", op, PrimitiveResult.IsZero));
            }
        }

        table.Add("atomic_add_unless", new Primitive(PrimitiveKind.AddUnless, "MB", "PVO", PrimitiveResult.Value));
    }
}
