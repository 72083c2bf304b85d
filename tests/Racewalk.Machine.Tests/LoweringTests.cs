using Racewalk.Executions;

namespace Racewalk.Machine.Tests;

/// <summary>Which instructions each kernel operation becomes. ".lse" is one instruction (x86: LOCK), ".llsc" a load- and a store-exclusive.</summary>
public sealed class LoweringTests
{
    private const string LwSync = "F.LightSync";

    private static readonly Dictionary<string, Action<Cpu>> s_operations = new()
    {
        ["READ_ONCE"] = c => c.ReadOnce(64),
        ["WRITE_ONCE"] = c => c.WriteOnce(64, 1),
        ["smp_load_acquire"] = c => c.SmpLoadAcquire(64),
        ["smp_store_release"] = c => c.SmpStoreRelease(64, 1),
        ["smp_mb"] = c => c.SmpMb(),
        ["smp_rmb"] = c => c.SmpRmb(),
        ["smp_wmb"] = c => c.SmpWmb(),
        ["smp_mb__before_atomic"] = c => c.SmpMbBeforeAtomic(),
        ["smp_mb__after_atomic"] = c => c.SmpMbAfterAtomic(),
        ["atomic_add"] = c => c.AtomicAdd(64, 1),
        ["atomic_fetch_add"] = c => c.AtomicFetchAdd(64, 1),
        ["atomic_fetch_add_acquire"] = c => c.AtomicFetchAdd(64, 1, MemoryOrder.Acquire),
        ["atomic_fetch_add_release"] = c => c.AtomicFetchAdd(64, 1, MemoryOrder.Release),
        ["atomic_fetch_add_relaxed"] = c => c.AtomicFetchAdd(64, 1, MemoryOrder.Relaxed),
        ["xchg"] = c => c.Xchg(64, 1),
        ["xchg_relaxed"] = c => c.XchgRelaxed(64, 1),
        ["cmpxchg"] = c => c.Cmpxchg(64, 0, 1),
        ["cmpxchg, failed"] = c => c.Cmpxchg(64, 5, 1),
        ["atomic_add_unless"] = c => c.AtomicAddUnless(64, 1, 5),
        ["atomic_add_unless, failed"] = c => c.AtomicAddUnless(64, 1, 0),
        ["smp_cond_load_acquire"] = c => c.SmpCondLoadAcquireEqual(64, 0),
        ["spin_lock, spin_unlock"] = c =>
        {
            c.SpinLock(new Spinlock(64, "lock"));
            c.SpinUnlock(new Spinlock(64, "lock"));
        },
        ["plain"] = c => c.PlainStore(72, c.PlainLoad(64)),
        ["smp_mb__after_spinlock"] = c => c.SmpMbAfterSpinlock(),
        ["smp_mb__after_unlock_lock"] = c => c.SmpMbAfterUnlockLock(),
        ["rcu"] = c =>
        {
            c.RcuReadLock();
            c.RcuReadLock();
            c.RcuDereference(64);
            c.RcuReadUnlock();
            c.RcuReadUnlock();
            c.SynchronizeRcu();
        },
    };

    public static TheoryData<string, string, string> Table()
    {
        var data = new TheoryData<string, string, string>();
        Add("sc", "READ_ONCE:R", "WRITE_ONCE:W", "smp_load_acquire:R", "smp_store_release:W", "smp_mb:", "smp_rmb:", "smp_wmb:",
            "smp_mb__before_atomic:", "smp_mb__after_atomic:", "atomic_add:RMW", "atomic_fetch_add:RMW", "atomic_fetch_add_acquire:RMW",
            "xchg:RMW", "xchg_relaxed:RMW", "cmpxchg:RMW", "cmpxchg, failed:RMW", "atomic_add_unless:RMW", "atomic_add_unless, failed:RMW",
            "smp_cond_load_acquire:Await", "spin_lock, spin_unlock:AwaitRMW W");
        foreach (string arch in new[] { "x86-64", "x86-64-pv", "x86-pae", "x86-pae-pv" })
        {
            Add(arch, "READ_ONCE:R", "WRITE_ONCE:W", "smp_load_acquire:R", "smp_store_release:W", "smp_mb:F.Full", "smp_rmb:", "smp_wmb:",
                "smp_mb__before_atomic:", "smp_mb__after_atomic:", "atomic_add:RMW.lse", "atomic_fetch_add:RMW.lse",
                "atomic_fetch_add_acquire:RMW.lse", "atomic_fetch_add_release:RMW.lse", "atomic_fetch_add_relaxed:RMW.lse", "xchg:RMW.lse",
                "xchg_relaxed:RMW.lse", "cmpxchg:RMW.lse", "cmpxchg, failed:RMW.lse", "atomic_add_unless:R RMW.lse", "atomic_add_unless, failed:R",
                "smp_cond_load_acquire:Await", "spin_lock, spin_unlock:AwaitRMW.lse W");
        }

        Add("arm64", "READ_ONCE:R", "WRITE_ONCE:W", "smp_load_acquire:R.acq", "smp_store_release:W.rel", "smp_mb:F.Full", "smp_rmb:F.Load",
            "smp_wmb:F.Store", "smp_mb__before_atomic:F.Full", "smp_mb__after_atomic:F.Full", "atomic_add:RMW.lse", "atomic_fetch_add:RMW.lse.acq.rel",
            "atomic_fetch_add_acquire:RMW.lse.acq", "atomic_fetch_add_release:RMW.lse.rel", "atomic_fetch_add_relaxed:RMW.lse", "xchg:RMW.lse.acq.rel",
            "xchg_relaxed:RMW.lse", "cmpxchg:RMW.lse.acq.rel", "cmpxchg, failed:RMW.lse.acq.rel", "atomic_add_unless:R RMW.lse.acq.rel",
            "atomic_add_unless, failed:R", "smp_cond_load_acquire:Await.acq", "spin_lock, spin_unlock:AwaitRMW.lse.acq W.rel");
        Add("arm64+llsc", "smp_load_acquire:R.acq", "smp_store_release:W.rel", "atomic_add:RMW.llsc", "atomic_fetch_add:RMW.llsc.rel F.Full",
            "atomic_fetch_add_acquire:RMW.llsc.acq", "atomic_fetch_add_release:RMW.llsc.rel", "atomic_fetch_add_relaxed:RMW.llsc",
            "xchg:RMW.llsc.rel F.Full", "xchg_relaxed:RMW.llsc", "cmpxchg:RMW.llsc.rel F.Full", "cmpxchg, failed:RMW.llsc.rel",
            "atomic_add_unless:RMW.llsc.rel F.Full", "atomic_add_unless, failed:RMW.llsc.rel", "spin_lock, spin_unlock:AwaitRMW.llsc.acq W.rel");
        foreach (string arch in new[] { "ppc64-radix", "ppc64-hash" })
        {
            Add(arch, "READ_ONCE:R", "WRITE_ONCE:W", $"smp_load_acquire:R {LwSync}", $"smp_store_release:{LwSync} W", "smp_mb:F.Full",
                $"smp_rmb:{LwSync}", $"smp_wmb:{LwSync}", "smp_mb__before_atomic:F.Full", "smp_mb__after_atomic:F.Full", "atomic_add:RMW.llsc",
                "atomic_fetch_add:F.Full RMW.llsc F.Full", "atomic_fetch_add_acquire:RMW.llsc F.ContextSync",
                $"atomic_fetch_add_release:{LwSync} RMW.llsc", "atomic_fetch_add_relaxed:RMW.llsc", "xchg:F.Full RMW.llsc F.Full",
                "cmpxchg:F.Full RMW.llsc F.Full", "cmpxchg, failed:F.Full RMW.llsc", "atomic_add_unless:F.Full RMW.llsc F.Full",
                "atomic_add_unless, failed:F.Full RMW.llsc", $"smp_cond_load_acquire:Await {LwSync}",
                $"spin_lock, spin_unlock:AwaitRMW.llsc F.ContextSync {LwSync} W", "smp_mb__after_spinlock:F.Full",
                "smp_mb__after_unlock_lock:F.Full", "rcu:F.RcuLock R F.RcuUnlock F.SyncRcu");
        }

        Add("arm64", "plain:R W", "smp_mb__after_spinlock:F.Full", "smp_mb__after_unlock_lock:");
        Add("x86-64", "smp_mb__after_spinlock:", "smp_mb__after_unlock_lock:", "rcu:F.RcuLock R F.RcuUnlock F.SyncRcu");
        Add("lkmm", "plain:R.plain W.plain", "READ_ONCE:R", "WRITE_ONCE:W", "smp_load_acquire:R.acq", "smp_store_release:W.rel", "smp_mb:F.Full", "smp_rmb:F.ReadRead",
            "smp_wmb:F.Store", "smp_mb__before_atomic:F.BeforeAtomic", "smp_mb__after_atomic:F.AfterAtomic", "atomic_add:RMW.noreturn",
            "atomic_fetch_add:RMW.mb", "atomic_fetch_add_acquire:RMW.acq", "atomic_fetch_add_release:RMW.rel", "atomic_fetch_add_relaxed:RMW",
            "xchg:RMW.mb", "xchg_relaxed:RMW", "cmpxchg:RMW.mb", "cmpxchg, failed:RMW.mb", "atomic_add_unless:RMW.mb", "atomic_add_unless, failed:RMW.mb",
            "smp_cond_load_acquire:Await.acq", "spin_lock, spin_unlock:AwaitRMW.acq.lock W.rel.unlock", "smp_mb__after_spinlock:F.AfterSpinlock",
            "smp_mb__after_unlock_lock:F.AfterUnlockLock", "rcu:F.RcuLock R F.RcuUnlock F.SyncRcu");

        return data;

        void Add(string arch, params string[] rows)
        {
            foreach (string row in rows)
            {
                int colon = row.IndexOf(':', StringComparison.Ordinal);
                data.Add(arch, row[..colon], row[(colon + 1)..]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Operation_becomes_instructions(string architecture, string operation, string expected)
    {
        Assert.Equal(expected, RecordingSink.Run(MachineOf(architecture, hasGracePeriods: operation == "rcu"), s_operations[operation]).Trace);
    }

    [Theory]
    [InlineData("sc", "sc")]
    [InlineData("x86-64", "tso")]
    [InlineData("x86-64-pv", "tso")]
    [InlineData("x86-pae", "tso")]
    [InlineData("x86-pae-pv", "tso")]
    [InlineData("arm64", "armv8")]
    [InlineData("arm64+llsc", "armv8")]
    [InlineData("ppc64-radix", "power")]
    [InlineData("ppc64-hash", "power")]
    [InlineData("lkmm", "lkmm")]
    public void Architecture_names_its_model(string architecture, string model) =>
        Assert.Equal(model, MachineOf(architecture).Architecture.DefaultModel);

    [Fact]
    public void Failed_compare_and_exchange_branches_on_what_it_read()
    {
        RecordingSink sink = RecordingSink.Run(MachineOf("arm64+llsc"), c =>
        {
            c.Cmpxchg(64, 5, 1);
            c.WriteOnce(72, 1);
        });
        Assert.Equal("RMW.llsc.rel W", sink.Trace);
        Assert.True(sink.LastOperation.ControlReads.Contains(0));
    }

    [Fact]
    public void Acquire_on_power_branches_on_the_store_conditional()
    {
        RecordingSink sink = RecordingSink.Run(MachineOf("ppc64-radix"), c => c.AtomicFetchAdd(64, 1, MemoryOrder.Acquire));
        Assert.Equal("RMW.llsc F.ContextSync", sink.Trace);
        Assert.True(sink.LastOperation.ControlReads.Contains(0));
    }

    [Fact]
    public void Indexing_a_model_array_is_an_address_dependency()
    {
        var array = new ModelArray(0x1000, 64, 4);
        RecordingSink sink = RecordingSink.Run(MachineOf("arm64"), c => c.ReadOnce(array[c.ReadOnce(8)]), s => s.Memory[8] = 3);
        Assert.Equal(0x10c0UL, sink.LastOperation.Address);
        Assert.True(sink.LastOperation.AddressReads.Contains(0));
        Assert.True(sink.LastOperation.ControlReads.IsEmpty);
        Assert.Equal(Access.None, sink.LastOperation.Access);
    }

    internal static CheckedMachine MachineOf(string architecture, int cpus = 2, bool hasGracePeriods = false) =>
        new(Architecture.All.Single(a => a.ToString() == architecture || (a.ToString() == "arm64+lse" && architecture == "arm64")), cpus)
        {
            HasGracePeriods = hasGracePeriods,
        };
}
