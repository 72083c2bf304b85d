using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Racewalk.Comparison;

/// <summary>CPU time of the processes that this one has started and waited for, to the microsecond.</summary>
internal static class ChildCpu
{
    private const int Children = -1;

    /// <summary>User and system time of all of them together.</summary>
    public static TimeSpan Total
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                throw new ComparisonException("runs of other processes are measured on Linux only");
            }

            return GetUsage(Children, out Usage usage) == 0
                ? usage.User.Span + usage.System.Span
                : throw new Win32Exception();
        }
    }

    [DllImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static extern int GetUsage(int who, out Usage usage);

    /// <summary>struct timeval on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public long Seconds;
        public long Microseconds;

        public readonly TimeSpan Span => TimeSpan.FromSeconds(Seconds) + TimeSpan.FromMicroseconds(Microseconds);
    }

    /// <summary>struct rusage on 64-bit Linux; the figures behind the two times are not looked at.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public TimeValue User;
        public TimeValue System;
    }
}
