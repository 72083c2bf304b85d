using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Classics;

/// <summary>Shorthand for programs over a few named variables.</summary>
[CheckedCode]
internal static class Shared
{
    public const ulong X = 0x1000;
    public const ulong Y = 0x2000;
    public const ulong Z = 0x3000;
    public const ulong W = 0x4000;

    /// <summary>Locked instructions that are also acquire and release: what a sequentially consistent read-modify-write compiles to.</summary>
    public const Access Locked = Access.Atomic | Access.Acquire | Access.Release;

    /// <summary>A locked instruction that is relaxed otherwise. As everywhere, x86-TSO takes it for a full barrier.</summary>
    public const Access RelaxedRmw = Access.Atomic;

    /// <summary>A locked instruction with acquire order.</summary>
    public const Access AcquireRmw = Access.Atomic | Access.Acquire;

    /// <summary>A locked instruction with release order.</summary>
    public const Access ReleaseRmw = Access.Atomic | Access.Release;

    public static ulong Cell(ulong array, int index) => array + (8 * (ulong)index);

    public static Word Cell(ulong array, Word index) => array + (index * 8);

    public static Word FetchAdd(this ThreadContext t, Word address, Word value, Access access = Locked) =>
        t.Rmw(RmwKind.Add, address, value, 0, access);

    public static Word Exchange(this ThreadContext t, Word address, Word value, Access access = Locked) =>
        t.Rmw(RmwKind.Exchange, address, value, 0, access);

    /// <summary>Compare-and-swap; whether it wrote.</summary>
    public static Flag Cas(this ThreadContext t, Word address, Word expected, Word desired, Access access = Locked) =>
        t.Swap(address, expected, desired, access) == expected;

    /// <summary>Compare-and-swap; the value read.</summary>
    public static Word Swap(this ThreadContext t, Word address, Word expected, Word desired, Access access = Locked) =>
        t.Rmw(RmwKind.CompareExchange, address, desired, expected, access);

    /// <summary>Compare-and-swap of a loop that goes round without effect when it fails, so it blocks.</summary>
    public static void CasOrBlock(this ThreadContext t, Word address, Word expected, Word desired, Access access = Locked) =>
        t.AwaitRmw(RmwKind.Exchange, address, desired, AwaitKind.Equal, expected, access);

    /// <summary>A sequentially consistent store, as x86 compiles it: a store and a full barrier.</summary>
    public static void StoreSc(this ThreadContext t, Word address, Word value)
    {
        t.Store(address, value, Access.Release);
        t.Fence(FenceKind.Full);
    }

    /// <summary>An acquire-release fence: everything but write to read stays in order. Costs nothing on x86.</summary>
    public static void AcquireReleaseFence(this ThreadContext t)
    {
        t.Fence(FenceKind.Load);
        t.Fence(FenceKind.Store);
    }

    /// <summary>Whether a two's-complement number is above 0.</summary>
    public static Flag IsPositive(Word value) => (value != 0) & (value >> 63 == 0);

    public static CheckedProgram Program(string name, params ThreadBody[] threads) => new() { Name = name, Threads = threads };

    public static ThreadBody[] Repeat(int count, Func<int, ThreadBody> thread) => [.. Enumerable.Range(0, count).Select(thread)];
}
