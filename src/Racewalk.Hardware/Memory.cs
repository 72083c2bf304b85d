using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <summary>
/// Words of memory by address. An address is where the word lies in this process: physical memory is one arena, mapped at itself, as the kernel's direct map would be
/// with an offset of 0. Nothing is checked: a wrong address ends the process.
/// </summary>
internal static unsafe class Memory
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref ulong At(ulong address) => ref *(ulong*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref uint HalfAt(ulong address) => ref *(uint*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref byte ByteAt(ulong address) => ref *(byte*)address;

    /// <summary>Copies a base page. Both lie at multiples of its size, so that no word is torn.</summary>
    internal static void CopyPage(ulong to, ulong from) => Buffer.MemoryCopy((void*)from, (void*)to, BasePage.Size, BasePage.Size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Read(ulong address) => Volatile.Read(ref At(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ulong address, ulong value) => Volatile.Write(ref At(address), value);
}
