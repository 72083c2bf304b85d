using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>An array in the program's memory. Indexing it with a value that was read makes an address dependency, which a C# array would lose.</summary>
/// <param name="Base">The address of element 0.</param>
/// <param name="Stride">The distance of elements, in bytes.</param>
/// <param name="Length">How many elements there are.</param>
public readonly record struct ModelArray(ulong Base, ulong Stride, ulong Length)
{
    /// <summary>The address of an element.</summary>
    public Word this[Word index] => Base + (index * Stride);

    /// <summary>Whether an index is inside.</summary>
    public Flag Contains(Word index) => index < Length;

    /// <summary>The index of the element that an address lies in.</summary>
    public Word IndexOf(Word address) => (address - Base) / Stride;
}
