using System.Globalization;

namespace Racewalk.Machine.Tests;

/// <summary>Reads of memory that may have been freed. The thread has failed then, but what comes behind the read depends on it only where the code branches on it.</summary>
public sealed class FreedMemoryTests
{
    private const ulong X = 64;
    private const ulong Page = 128;
    private static readonly Spinlock s_lock = new(80, "lock");
    private static readonly string s_freed = "p=" + Poison.Freed.ToString(CultureInfo.InvariantCulture);

    public static TheoryData<string> Architectures => [.. Architecture.All.Select(static a => a.ToString())];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Read_OfFreedMemory_GoesOnBehindIt(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, ["r"], [], [], Free, Read);
        Assert.Equal(["r=0", "r=1"], run.Outcomes);
        Assert.Single(run.Failures);
        Assert.Equal(0, run.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Read_OfFreedMemory_SameWhicheverThreadIsFirst(string architecture)
    {
        RcuRun one = RcuRun.Explore(architecture, ["r"], [], [], Free, Read);
        RcuRun other = RcuRun.Explore(architecture, ["r"], [], [], Read, Free);
        Assert.Equal(one.Complete, other.Complete);
        Assert.Equal(one.Outcomes, other.Outcomes);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Read_OfFreedMemoryThatIsBranchedOn_EndsThere(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, ["r"], [], [], Free, static cpu =>
        {
            if (cpu.ReadOnce(Page) == 0)
            {
                cpu.Observe("r", 2);
            }

            cpu.Observe("r", 3);
            cpu.ReadOnce(X);
        });
        Assert.Equal(["r=-", "r=3"], run.Outcomes);
        Assert.Single(run.Failures);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Read_OfMemoryThatIsFreedAndAllocatedAgain_SeesAllThatItHeld(string architecture)
    {
        foreach (Action<Cpu>[] actors in (Action<Cpu>[][])[[Recycle, ReadPage], [ReadPage, Recycle]])
        {
            RcuRun run = RcuRun.Explore(architecture, ["p"], [], [], actors);
            Assert.Equal(["p=0", s_freed, "p=5"], run.Outcomes);
            Assert.Equal(3, run.Complete);
            Assert.Single(run.Failures);
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Increment_OfMemoryThatIsFreed_IsFound(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, [], [], [], Free, static cpu => cpu.AtomicInc(Page));
        Assert.Contains(run.Failures, static f => f.Contains("which has been freed", StringComparison.Ordinal));
        Assert.Equal(2, run.Complete);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Free_Twice_IsFound(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, [], [], [], static cpu => cpu.Free(Page, 1), static cpu => cpu.Free(Page, 1));
        Assert.Equal(["CPU 0 frees [0x80] twice", "CPU 1 frees [0x80] twice"], run.Failures.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Allocate_WhatWasWrittenAfterItWasFreed_IsFound(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, [], [], [], Recycle, static cpu => cpu.WriteOnce(Page, 1));
        Assert.Equal(["[0x80] was written after it was freed"], run.Failures);
    }

    private static void Free(Cpu cpu)
    {
        cpu.SpinLock(s_lock);
        cpu.WriteOnce(X, 1);
        cpu.SpinUnlock(s_lock);
        cpu.Free(Page, 1);
    }

    private static void Recycle(Cpu cpu)
    {
        cpu.Free(Page, 1);
        cpu.Allocate(Page, 1, 5);
    }

    private static void ReadPage(Cpu cpu) => cpu.Observe("p", cpu.ReadOnce(Page));

    private static void Read(Cpu cpu)
    {
        cpu.ReadOnce(Page);
        cpu.SpinLock(s_lock);
        cpu.Observe("r", cpu.ReadOnce(X));
        cpu.SpinUnlock(s_lock);
    }
}
