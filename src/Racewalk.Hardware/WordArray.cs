using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <summary>An array in memory, such as the memmap: its base may lie before the memory that it is in, if the first elements are never used (vmemmap).</summary>
/// <param name="Base">The address of element 0.</param>
/// <param name="Stride">The distance of elements, in bytes.</param>
/// <param name="Length">How many elements there are.</param>
public readonly record struct WordArray(ulong Base, ulong Stride, ulong Length)
{
    /// <summary>The address of an element.</summary>
    public ulong this[ulong index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Base + (index * Stride);
    }

    /// <summary>Whether an index is inside.</summary>
    public bool Contains(ulong index) => index < Length;

    /// <summary>The index of the element that an address lies in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong IndexOf(ulong address) => (address - Base) / Stride;
}
