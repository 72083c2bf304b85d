using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Racewalk.Hardware;

/// <summary>
/// Physical memory: one range of this process's addresses, reserved and not resident until it is written. An address is what a frame number times the frame's size is.
/// Thread-safe.
/// </summary>
public sealed unsafe partial class Arena : IDisposable
{
    private const int ProtRead = 1;
    private const int ProtWrite = 2;
    private const int MapPrivate = 2;
    private const int MapAnonymous = 0x20;
    private const int MapNoReserve = 0x4000;
    private const int MapFixedNoReplace = 0x100000;
    private const int DontNeed = 4;
    private const int NoHugePage = 15;

    private static readonly ulong s_hostPage = (ulong)Environment.SystemPageSize;

    private ulong _mapped;
    private readonly ulong _mappedSize;

    /// <summary>Reserves memory whose address is a multiple of a base page.</summary>
    /// <inheritdoc cref="Arena(ulong, ulong)"/>
    public Arena(ulong size)
        : this(size, BasePage.Size)
    {
    }

    /// <summary>Reserves memory.</summary>
    /// <param name="size">How many bytes.</param>
    /// <param name="alignment">What its address is a multiple of: a power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is 0 or the alignment no power of two.</exception>
    /// <exception cref="OutOfFramesException">The host has no such range left.</exception>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    public Arena(ulong size, ulong alignment)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        if (!BitOperations.IsPow2(alignment))
        {
            throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "no power of two");
        }

        ThrowUnlessLinux();
        _mappedSize = checked(size + alignment);
        nint mapped = Mmap(0, (nuint)_mappedSize, ProtRead | ProtWrite, MapPrivate | MapAnonymous | MapNoReserve, -1, 0);
        if (mapped == -1)
        {
            throw new OutOfFramesException($"no range of {size} bytes left (errno {Marshal.GetLastPInvokeError()})");
        }

        // A huge page of the host would make pages resident that nobody has touched. Hosts without them refuse, which is as good.
        Madvise(mapped, (nuint)_mappedSize, NoHugePage);
        _mapped = (ulong)mapped;
        Base = (_mapped + alignment - 1) & ~(alignment - 1);
        Size = size;
    }

    private Arena(nint mapped, ulong size)
    {
        (_mapped, _mappedSize) = ((ulong)mapped, size);
        (Base, Size) = ((ulong)mapped, size);
    }

    /// <summary>Reserves memory at an address.</summary>
    /// <returns>Null if something is there already.</returns>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    public static Arena? TryAt(ulong address, ulong size)
    {
        ThrowUnlessLinux();
        nint mapped = Mmap((nint)address, (nuint)size, ProtRead | ProtWrite, MapPrivate | MapAnonymous | MapNoReserve | MapFixedNoReplace, -1, 0);
        if (mapped == (nint)address)
        {
            return new Arena(mapped, size);
        }

        // Kernels before v4.17 take the address for a hint.
        if (mapped != -1)
        {
            Munmap(mapped, (nuint)size);
        }

        return null;
    }

    /// <summary>Unmaps what nobody disposed of.</summary>
    ~Arena() => Dispose();

    /// <summary>Its first address.</summary>
    public ulong Base { get; }

    /// <summary>Its size in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Whether a range lies in it.</summary>
    public bool Contains(ulong address, ulong length = 1) => address >= Base && length <= Size && address - Base <= Size - length;

    /// <summary>Gives the memory of a range back to the host; it is 0 and not resident afterwards.</summary>
    /// <exception cref="BrokenRuleException">The range is not in the arena or not made of the host's pages.</exception>
    public void Release(ulong address, ulong length)
    {
        if (!Contains(address, length) || ((address | length) & (s_hostPage - 1)) != 0)
        {
            throw new BrokenRuleException($"0x{address:x} to 0x{address + length:x} cannot be given back: not whole pages of the arena");
        }

        if (Madvise((nint)address, (nuint)length, DontNeed) != 0)
        {
            throw new BrokenRuleException($"madvise of 0x{address:x} failed (errno {Marshal.GetLastPInvokeError()})");
        }
    }

    /// <summary>How many bytes of a range are resident in this process (smaps' Rss would say the same; mincore(2) knows single pages).</summary>
    public ulong Resident(ulong address, ulong length)
    {
        byte[] pages = new byte[(length + s_hostPage - 1) / s_hostPage];
        fixed (byte* vector = pages)
        {
            if (Mincore((nint)address, (nuint)length, vector) != 0)
            {
                throw new BrokenRuleException($"mincore of 0x{address:x} failed (errno {Marshal.GetLastPInvokeError()})");
            }
        }

        return (ulong)pages.Count(static p => (p & 1) != 0) * s_hostPage;
    }

    /// <summary>How many bytes of this process are resident (statm).</summary>
    public static ulong ProcessResident() => ulong.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * s_hostPage;

    /// <summary>Unmaps it: nobody may use it any more.</summary>
    public void Dispose()
    {
        if (_mapped != 0)
        {
            Munmap((nint)_mapped, (nuint)_mappedSize);
            _mapped = 0;
        }

        GC.SuppressFinalize(this);
    }

    private static void ThrowUnlessLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("the native machine needs Linux: mmap, madvise, membarrier, sched_setaffinity");
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Mmap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Munmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Madvise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "mincore", SetLastError = true)]
    private static partial int Mincore(nint address, nuint length, byte* vector);
}
