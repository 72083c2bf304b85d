using System.Numerics;
using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <summary>An array in memory, such as the memmap: its base may lie before the memory that it is in, if the first elements are never used (vmemmap).</summary>
public readonly record struct WordArray
{
    private readonly int _shift;

    /// <summary>An array.</summary>
    /// <param name="start">The address of element 0.</param>
    /// <param name="stride">The distance of elements, in bytes.</param>
    /// <param name="length">How many elements there are.</param>
    /// <exception cref="ArgumentException">The stride is no power of two.</exception>
    public WordArray(ulong start, ulong stride, ulong length)
    {
        if (!BitOperations.IsPow2(stride))
        {
            throw new ArgumentException($"{stride} is no power of two", nameof(stride));
        }

        _shift = BitOperations.Log2(stride);
        (Base, Length) = (start, length);
    }

    /// <summary>The address of element 0.</summary>
    public ulong Base { get; }

    /// <summary>How many elements there are.</summary>
    public ulong Length { get; }

    /// <summary>The address of an element.</summary>
    public ulong this[ulong index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Base + (index << _shift);
    }

    /// <summary>Whether an index is inside.</summary>
    public bool Contains(ulong index) => index < Length;

    /// <summary>The index of the element that an address lies in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong IndexOf(ulong address) => (address - Base) >> _shift;
}
