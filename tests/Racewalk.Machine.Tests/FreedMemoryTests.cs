namespace Racewalk.Machine.Tests;

/// <summary>Reads of memory that may have been freed, whose value nobody branches on: the thread ends if it was, so what comes behind the read exists in some executions only.</summary>
public sealed class FreedMemoryTests
{
    private const ulong X = 64;
    private const ulong Page = 128;
    private static readonly Spinlock s_lock = new(80, "lock");

    public static TheoryData<string> Architectures => [.. Architecture.All.Select(static a => a.ToString())];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Read_OfMemoryThatIsFreedLater_LosesNoExecutionBehindIt(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, ["r"], [], [], Free, Read);
        Assert.Equal(["r=-", "r=0", "r=1"], run.Outcomes);
        Assert.Single(run.Failures);
        Assert.Equal(0, run.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Read_OfMemoryThatIsFreedLater_SameWhicheverThreadIsFirst(string architecture)
    {
        RcuRun one = RcuRun.Explore(architecture, ["r"], [], [], Free, Read);
        RcuRun other = RcuRun.Explore(architecture, ["r"], [], [], Read, Free);
        Assert.Equal(one.Complete, other.Complete);
        Assert.Equal(one.Outcomes, other.Outcomes);
    }

    private static void Free(Cpu cpu)
    {
        cpu.SpinLock(s_lock);
        cpu.WriteOnce(X, 1);
        cpu.SpinUnlock(s_lock);
        cpu.Free(Page, 1);
    }

    private static void Read(Cpu cpu)
    {
        cpu.ReadOnce(Page);
        cpu.SpinLock(s_lock);
        cpu.Observe("r", cpu.ReadOnce(X));
        cpu.SpinUnlock(s_lock);
    }
}
