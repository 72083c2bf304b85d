using System.Runtime.InteropServices;

namespace Racewalk.Hardware;

/// <summary>The processor time of the current thread (CLOCK_THREAD_CPUTIME_ID), which does not count what else the machine is doing.</summary>
public static partial class CpuTime
{
    private const int ThreadClock = 3;

    /// <summary>So far.</summary>
    /// <exception cref="PlatformNotSupportedException">The host has no such clock.</exception>
    public static TimeSpan OfThread() => ClockGetTime(ThreadClock, out Timespec time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : throw new PlatformNotSupportedException("no clock of thread time");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
