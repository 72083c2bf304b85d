using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests;

// Short names for writing programs.
internal static class Short
{
    public const ulong X = 0x1000;
    public const ulong Y = 0x2000;
    public const ulong Z = 0x3000;
    public const Access LockedAcquireRelease = Access.Atomic | Access.Acquire | Access.Release;

    public static CheckedProgram Program(params ThreadBody[] threads) => new() { Name = "program", Threads = threads };

    public static CheckedProgram Program(ThreadBody[] handlers, params ThreadBody[] threads) =>
        new() { Name = "program", Threads = threads, Handlers = handlers };

    public static void Observe(this ThreadContext t, string name, Word value) => t.Add(new ObservedNote(name, value.Bits));

    public static Word Exchange(this ThreadContext t, Word address, Word value, Access access = LockedAcquireRelease) =>
        t.Rmw(RmwKind.Exchange, address, value, 0, access);

    public static Word Increment(this ThreadContext t, Word address) => t.Rmw(RmwKind.Add, address, 1, 0, LockedAcquireRelease);

    public static void Lock(this ThreadContext t, Word address) =>
        t.AwaitRmw(RmwKind.Exchange, address, 1, AwaitKind.Equal, 0, LockedAcquireRelease);

    public static void Unlock(this ThreadContext t, Word address) => t.Store(address, 0, Access.Release);
}
