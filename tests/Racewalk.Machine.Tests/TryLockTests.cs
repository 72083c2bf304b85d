namespace Racewalk.Machine.Tests;

/// <summary>spin_trylock.</summary>
public sealed class TryLockTests
{
    private const ulong X = 64;
    private static readonly Spinlock s_lock = new(80, "lock");

    public static TheoryData<string> Architectures => [.. Architecture.All.Select(static a => a.ToString())];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void SpinTrylock_LockIsHeldOrFree_TellsWhichAndExcludes(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, ["seen"], [], [], Write, static c =>
        {
            if (c.SpinTrylock(s_lock))
            {
                c.Observe("seen", c.ReadOnce(X) + c.ReadOnce(X));
                c.SpinUnlock(s_lock);
            }
        });
        Assert.Equal(["seen=-", "seen=0", "seen=4"], run.Outcomes);
        Assert.Empty(run.Failures);
        Assert.Equal(0, run.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void SpinTrylock_Failed_LeavesNothingBehind(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, ["taken"], [], [], static c =>
        {
            c.SpinLock(s_lock);
            c.Observe("taken", c.SpinTrylock(s_lock) ? 1UL : 0UL);
            c.SpinUnlock(s_lock);
        });
        Assert.Equal(["taken=0"], run.Outcomes);
        Assert.Empty(run.Failures);
    }

    private static void Write(Cpu cpu)
    {
        cpu.SpinLock(s_lock);
        cpu.WriteOnce(X, 1);
        cpu.WriteOnce(X, 2);
        cpu.SpinUnlock(s_lock);
    }
}
