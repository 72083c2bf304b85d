using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Reporting.Race;

namespace Racewalk.Testing;

/// <summary>The race of the 2022 thread: GUP-fast takes a reference after the collapse has checked for references.</summary>
internal static class GupFastStory
{
    private const ulong Pmd = 0x100;
    private const ulong Pte = 0x200;
    private const ulong Refcount = 0x300;
    private const ulong PmdLock = 0x400;
    private const ulong Data = 0x500;

    public static FailureNote Failure { get; } =
        new(ViolationKind.UseAfterFree, "GUP-fast returned page 1, which the collapse has freed");

    public static CheckedProgram Program { get; } = new()
    {
        Name = "gup-fast/collapse",
        Threads = [static _ => { }, static _ => { }],
        ThreadNames = ["collapse", "GUP-fast"],
        LocationName = static address => address switch
        {
            Pmd => "pmd",
            Pte => "pte",
            Refcount => "page1.refcount",
            PmdLock => "pmd_lock",
            Data => "page1.data",
            _ => "?",
        },
    };

    public static RaceStory Sequential()
    {
        var b = new ExecutionBuilder(2);
        const int collapse = 0, gup = 1;
        b.Step(gup, "read-pmd").Context(gup, 0);
        b.Read(gup, Pmd, 0x200);
        b.Step(gup, "read-pte");
        b.Read(gup, Pte, 0x1003);
        b.Step(collapse, "clear-pmd").Note(collapse, new LockNote("pmd_lock", PmdLock, true));
        b.Rmw(collapse, PmdLock, 0, 1);
        b.Rmw(collapse, Pmd, 0x200, 0);
        b.Note(collapse, new LockNote("pmd_lock", PmdLock, false));
        b.Write(collapse, PmdLock, 0, access: Access.Release);
        b.Step(collapse, "flush");
        b.Fence(collapse);
        b.Step(collapse, "check-refcount");
        b.Read(collapse, Refcount, 1);
        b.Step(gup, "grab");
        (_, int grabbed) = b.Rmw(gup, Refcount, 1, 2);
        b.Step(gup, "recheck-pte");
        b.Read(gup, Pte, 0x1003);
        b.Step(collapse, "copy");
        b.Read(collapse, Data, 7);
        b.Write(collapse, Pte, 0);
        b.Step(collapse, "free");
        b.Rmw(collapse, Refcount, 2, 1, grabbed);
        b.End(gup, ThreadStatus.Failed, Failure);
        return Story(b.Build());
    }

    /// <summary>With the recheck, but a relaxed read-modify-write takes the reference: its store passes the recheck.</summary>
    public static RaceStory Weak()
    {
        var b = new ExecutionBuilder(2);
        const int collapse = 0, gup = 1;
        b.Step(collapse, "clear-pmd");
        b.Write(collapse, Pmd, 0);
        b.Step(collapse, "flush");
        b.Fence(collapse, FenceKind.DsbFull);
        b.Step(collapse, "check-refcount");
        b.Read(collapse, Refcount, 1);
        b.Step(gup, "read-pmd");
        b.Read(gup, Pmd, 0x200);
        b.Step(gup, "grab");
        b.Rmw(gup, Refcount, 1, 2, access: Access.Exclusive);
        b.Step(gup, "recheck-pmd");
        b.Read(gup, Pmd, 0x200);
        b.End(gup, ThreadStatus.Failed, Failure);
        return Story(b.Build()) with { Model = "armv8" };
    }

    private static RaceStory Story(Execution execution) => new()
    {
        Execution = execution,
        Program = Program,
        Failure = Failure,
        Steps = new FakeScenario("gup-fast/collapse").Steps,
        Model = "sc",
    };
}
