using System.Runtime.InteropServices;

namespace Racewalk.Hardware;

/// <summary>Which processor a thread runs on (sched_setaffinity(2)).</summary>
internal static unsafe partial class Affinity
{
    private const int Words = 16;

    /// <summary>Pins the current thread to one of the processors that the process may use, counted round. Where that is not possible it runs anywhere.</summary>
    internal static void Pin(int cpu)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        ulong* mask = stackalloc ulong[Words];
        if (SchedGetAffinity(0, Words * 8, mask) != 0)
        {
            return;
        }

        int allowed = 0;
        for (int i = 0; i < Words * 64; i++)
        {
            allowed += IsSet(mask, i) ? 1 : 0;
        }

        int rank = cpu % allowed;
        for (int i = 0; i < Words * 64; i++)
        {
            if (IsSet(mask, i) && rank-- == 0)
            {
                new Span<ulong>(mask, Words).Clear();
                mask[i / 64] = 1UL << (i % 64);
                SchedSetAffinity(0, Words * 8, mask);
                return;
            }
        }
    }

    private static bool IsSet(ulong* mask, int i) => (mask[i / 64] >> (i % 64) & 1) != 0;

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int SchedGetAffinity(int pid, nuint size, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SchedSetAffinity(int pid, nuint size, ulong* mask);
}
