using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// The Linux kernel's queued spin lock (Zijlstra, Long, Linux 4.2, kernel/locking/qspinlock.c) with one pending bit: the first contender
/// waits at the lock word, further ones queue as in <see cref="McsLock"/>.
/// </summary>
/// <remarks>
/// GenMC 0.11 prints 234 executions for three threads; the number is 330. Its fetch-and-add of the 32-bit constant 1 - 0x100 leaves a carry
/// at bit 32 in a value that is 32 bits wide. A later compare-and-swap from 0 then compares the carry and fails, yet returns 0, so the thread
/// takes the lock for its own without having written it. With a fetch-and-subtract of 255 in its place GenMC finds 330, too.
/// </remarks>
[CheckedCode]
public static class QueuedSpinLock
{
    private const ulong Lock = X;
    private const ulong Data = Y;
    private const ulong Nodes = 0x8000;
    private const ulong NodeSize = 0x100;
    private const ulong Next = 0;
    private const ulong Open = 8;
    private const ulong Count = 16;

    private const ulong Locked = 1;
    private const ulong LockedMask = 0xff;
    private const ulong Pending = 0x100;
    private const ulong LockedPendingMask = 0x1ff;
    private const int TailShift = 11;

    /// <summary>N threads, each once through the lock; thread i runs on CPU i.</summary>
    public static CheckedProgram Make(int n) => Program($"qspinlock({n})", Repeat(n, cpu => t =>
    {
        Acquire(t, cpu);
        t.Store(Data, 42);
        t.FetchAdd(Lock, -1, ReleaseRmw);
    }));

    private static void Acquire(ThreadContext t, int cpu)
    {
        Word value = t.Swap(Lock, 0, Locked, AcquireRmw);
        if (value != 0 && !AcquireAsPending(t, value))
        {
            AcquireInQueue(t, cpu);
        }
    }

    /// <summary>Takes the lock or the place of the pending contender; false if there are others before.</summary>
    private static bool AcquireAsPending(ThreadContext t, Word value)
    {
        if (value == Pending)
        {
            // The lock is just being handed over.
            value = t.Await(Lock, AwaitKind.NotEqual, Pending);
        }

        while (true)
        {
            if ((value & ~(Word)LockedMask) != 0)
            {
                return false;
            }

            Flag taken = value == Locked;
            Word old = t.Swap(Lock, value, Word.Select(taken, Pending | Locked, Locked), AcquireRmw);
            if (old == value)
            {
                if (taken)
                {
                    t.Await(Lock, AwaitKind.Equal, 0, Access.Acquire, LockedMask);
                    // Clears pending and sets locked.
                    t.FetchAdd(Lock, unchecked(Locked - Pending), RelaxedRmw);
                }

                return true;
            }

            value = old;
        }
    }

    private static void AcquireInQueue(ThreadContext t, int cpu)
    {
        Word me = Nodes + (NodeSize * (ulong)cpu);
        Word tail = ((ulong)cpu + 1) << TailShift;
        t.FetchAdd(me + Count, 1);
        t.StoreSc(me + Open, 0);
        t.StoreSc(me + Next, 0);
        if (!(t.Load(Lock) == 0 && t.Cas(Lock, 0, Locked, AcquireRmw)))
        {
            Word old = t.Load(Lock);
            t.CasOrBlock(Lock, old, (old & LockedPendingMask) | tail, ReleaseRmw);
            Word next = 0;
            if (old >> TailShift != 0)
            {
                t.Store(Nodes + (NodeSize * ((old >> TailShift) - 1)) + Next, me);
                t.Await(me + Open, AwaitKind.NotEqual, 0, Access.Acquire);
                next = t.Load(me + Next);
            }

            AcquireAtHead(t, me, tail, next);
        }

        t.FetchAdd(me + Count, -1);
    }

    /// <summary>The head of the queue waits for the holder and the pending contender, then wakes the next in the queue.</summary>
    private static void AcquireAtHead(ThreadContext t, Word me, Word tail, Word next)
    {
        Word value = t.Await(Lock, AwaitKind.Equal, 0, Access.Acquire, LockedPendingMask);
        while ((value & ~(Word)LockedPendingMask) == tail)
        {
            Word old = t.Swap(Lock, value, Locked, RelaxedRmw);
            if (old == value)
            {
                return;
            }

            value = old;
        }

        // The kernel stores one byte; a locked or does the same to the word. Only with four threads or more does anybody come here.
        t.Rmw(RmwKind.Or, Lock, Locked, 0, RelaxedRmw);
        if (next == 0)
        {
            next = t.Await(me + Next, AwaitKind.NotEqual, 0);
        }

        t.Store(next + Open, 1, Access.Release);
    }
}
