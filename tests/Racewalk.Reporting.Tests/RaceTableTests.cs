using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Reporting.Race;
using Racewalk.Testing;

namespace Racewalk.Reporting.Tests;

public sealed class RaceTableTests
{
    private const string Replay = "racewalk check --replay 1:gup-fast/collapse:arch=arm64,era=E0:000";

    [Fact]
    public void Render_GupFastAgainstCollapse_LooksLikeTheMail() =>
        Golden("gup-fast-collapse.txt", RaceTable.Render(GupFastStory.Sequential(), new RaceTableOptions { ReplayCommand = Replay }));

    [Fact]
    public void Render_NarrowTerminal_WrapsCells()
    {
        string table = RaceTable.Render(GupFastStory.Sequential(), new RaceTableOptions { Width = 60 });
        Golden("gup-fast-collapse-60.txt", table);
        Assert.All(table.Split('\n'), static line => Assert.True(line.Length <= 60, line));
    }

    [Fact]
    public void Render_MemoryOrderIsTheCause_MarksTheStaleReadAndNamesTheBarrier() =>
        Golden("gup-fast-relaxed-rmw.txt", RaceTable.Render(GupFastStory.Weak()));

    [Fact]
    public void Render_ValuesWithMeaning_UsesTheFormatter()
    {
        string table = RaceTable.Render(
            GupFastStory.Sequential(),
            new RaceTableOptions { FormatValue = static (address, value) => value == 0x1003 ? "page1|RW" : "<" + value + ">" });
        Assert.Contains("reads pte=page1|RW <--", table, StringComparison.Ordinal);
        Assert.Contains("page1.refcount <1> -> <2>", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Render_NamedChoice_TellsWhatIsNotUsual(ulong chosen, bool told)
    {
        var b = new ExecutionBuilder(2);
        b.Step(0, "flush").Note(0, new ChoiceNote(["", "CPU 1 is left alone"]));
        b.Choice(0, chosen);
        b.Step(1, "read");
        b.Read(1, 1, 0);
        string table = RaceTable.Render(new RaceStory
        {
            Execution = b.Build(),
            Program = new CheckedProgram { Name = "choice", Threads = [static _ => { }, static _ => { }] },
            Failure = null,
            Steps = [],
            Model = "sc",
        });
        Assert.Equal(told, table.Contains("flush: CPU 1 is left alone", StringComparison.Ordinal));
        Assert.DoesNotContain("choice", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Colour_PaintsTheMarkerOnly()
    {
        string plain = RaceTable.Render(GupFastStory.Sequential());
        string coloured = RaceTable.Render(GupFastStory.Sequential(), new RaceTableOptions { Colour = true });
        Assert.DoesNotContain("\u001b", plain, StringComparison.Ordinal);
        Assert.Contains("\u001b[33m<--\u001b[0m", coloured, StringComparison.Ordinal);
        Assert.Equal(plain, coloured.Replace("\u001b[33m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_Deadlock_SaysWhoHoldsWhat()
    {
        var b = new ExecutionBuilder(2) { IsDeadlock = true };
        Operation waiting = new() { Await = AwaitKind.Equal, AwaitMask = ulong.MaxValue, AwaitOperand = 0 };
        b.Step(0, "lock-pmd").Note(0, new LockNote("pmd_lock", 1, true));
        (_, int pmd) = b.Rmw(0, 1, 0, 1, access: Access.Acquire);
        b.Step(1, "lock-pte").Note(1, new LockNote("pte_lock", 2, true));
        (_, int pte) = b.Rmw(1, 2, 0, 1, access: Access.Acquire);
        b.Step(0, "lock-pte").Note(0, new LockNote("pte_lock", 2, true));
        b.Read(0, 2, 1, pte, operation: waiting);
        b.Step(1, "lock-pmd").Note(1, new LockNote("pmd_lock", 1, true));
        b.Read(1, 1, 1, pmd, operation: waiting);
        b.End(0, ThreadStatus.Blocked).End(1, ThreadStatus.Blocked);
        Golden("deadlock.txt", RaceTable.Render(new RaceStory
        {
            Execution = b.Build(),
            Program = Names("zap", "collapse"),
            Failure = new FailureNote(ViolationKind.Deadlock, "nothing can move"),
        }));
    }

    [Fact]
    public void Render_GracePeriodNeverEnds_SaysWhoIsWaitedFor()
    {
        var b = new ExecutionBuilder(2) { IsDeadlock = true };
        Operation waiting = new() { Await = AwaitKind.Equal, AwaitMask = ulong.MaxValue, AwaitOperand = 1 };
        b.Step(0, "sync").Note(0, ChoiceNote.GracePeriod);
        b.Choice(0, 1);
        b.Step(1, "read");
        b.Fence(1, FenceKind.RcuLock);
        b.Read(1, 1, 0, operation: waiting);
        b.End(0, ThreadStatus.Blocked).End(1, ThreadStatus.Blocked);
        string table = RaceTable.Render(new RaceStory
        {
            Execution = b.Build(),
            Program = Names("updater", "reader"),
            Failure = new FailureNote(ViolationKind.Deadlock, "nothing can move"),
        });
        Assert.Contains("CPU 0 waits for a grace period that never ends", table, StringComparison.Ordinal);
        Assert.Contains("CPU 1 is in a read-side section and waits at", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Interrupt_ShowsTheHandlerInsideItsCpu()
    {
        var b = new ExecutionBuilder(2);
        b.Step(0, "flush");
        b.Write(0, 1, 0);
        int send = b.Send(0, 1);
        b.Step(1, "walk");
        b.Poll(1);
        b.Read(1, 1, 5);
        b.Step(1, "enable-interrupts");
        b.Poll(1, send);
        b.Context(1, 1).Step(1, "flush-tlb");
        int ack = b.Write(1, 9, 1);
        b.Context(1, 0);
        b.Read(0, 9, 1, ack);
        b.Step(0, "free");
        b.Write(0, 3, 1);
        Golden("interrupt.txt", RaceTable.Render(new RaceStory
        {
            Execution = b.Build(),
            Program = Names("unmap", "walker"),
            Failure = null,
        }));
    }

    [Fact]
    public void Render_ManyPrivateSteps_FoldsThem()
    {
        var b = new ExecutionBuilder(2);
        for (ulong i = 0; i < 30; i++)
        {
            b.Step(0, $"private-{i}");
            b.Write(0, 100 + i, i);
        }

        b.Step(0, "publish");
        int published = b.Write(0, 1, 1);
        b.Step(1, "look");
        b.Read(1, 1, 1, published);
        string table = RaceTable.Render(new RaceStory { Execution = b.Build(), Program = Names("writer", "reader"), Failure = null });
        Assert.Contains("private-0, private-1,", table, StringComparison.Ordinal);
        Assert.Contains("publish: writes x=1", table, StringComparison.Ordinal);
        Assert.Contains("look: reads x=1", table, StringComparison.Ordinal);
    }

    private static CheckedProgram Names(params string[] threads) => new()
    {
        Name = "test",
        Threads = [.. threads.Select(static _ => (ThreadBody)(static _ => { }))],
        ThreadNames = threads,
        LocationName = static address => address switch { 1 => "x", 2 => "y", 3 => "z", 9 => "ack", _ => "private" },
    };

    private static void Golden(string name, string actual) => GoldenFile.Check("Racewalk.Reporting.Tests", name, actual);
}
