using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// The biased reader-writer lock of the Linux kernel (arch/x86 before Linux 4.2), a program of Norris, Demsky, CDSChecker: checking
/// concurrent data structures written with C/C++ atomics, OOPSLA 2013. A failed attempt undoes what it subtracted and tries again; it blocks.
/// </summary>
[CheckedCode]
public static class ReaderWriterLock
{
    private const ulong Lock = X;
    private const ulong Data = Y;
    private const int Bias = 0x100000;

    /// <summary>N threads, each with a read section and then a write section.</summary>
    public static CheckedProgram ReadThenWrite(int n) => new()
    {
        Name = $"linuxrwlocks(rdwr{n})",
        Initial = new Dictionary<ulong, ulong> { [Lock] = Bias },
        Threads = Repeat(n, _ => t =>
        {
            t.Assume(IsPositive(t.FetchAdd(Lock, -1, AcquireRmw)));
            t.Load(Data);
            t.FetchAdd(Lock, 1, ReleaseRmw);

            t.Assume(t.FetchAdd(Lock, -Bias, AcquireRmw) == Bias);
            t.Store(Data, 1);
            t.FetchAdd(Lock, Bias, ReleaseRmw);
        }),
    };
}
