using System.Globalization;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects;

/// <summary>
/// The locations of a test while it is read: a name gets its number where it first appears. It also collects the locations whose address can be a value at
/// run time, since a pointer read from memory is tried with each of them. Not thread-safe.
/// </summary>
public sealed class LocationTable
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Length, int ElementSize)> _arrays = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, int> _elements = [];
    private readonly SortedSet<ulong> _pointerTargets = [];

    /// <summary>Whether each location is a page with a descriptor, so that code may name descriptors and end translations.</summary>
    public bool HasPages { get; init; }

    /// <summary>The names by number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The elements of arrays, but for the first ones, by address.</summary>
    public IReadOnlyDictionary<ulong, int> Elements => _elements;

    /// <summary>The addresses that are values somewhere, ascending (see <see cref="LitmusProgram.PointerTargets"/>).</summary>
    public IReadOnlyList<ulong> PointerTargets => [.. _pointerTargets];

    /// <summary>Says that a name is an array; before anything is numbered.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">How many elements it has.</param>
    /// <param name="elementSize">How many bytes each has.</param>
    public void DeclareArray(string name, int length, int elementSize) => _arrays[name] = (length, elementSize);

    /// <summary>How many elements an array has; 0 if the name is no array.</summary>
    public int ArrayLength(string name) => _arrays.GetValueOrDefault(name).Length;

    /// <summary>The number of a location; a new name is added. That of an array is its first element's.</summary>
    public int Number(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            (int length, int elementSize) = _arrays.GetValueOrDefault(name);
            number = _names.Count;
            _names.Add(length == 0 ? name : $"{name}[0]");
            _numbers.Add(name, number);
            for (int i = 1; i < length; i++)
            {
                _elements.Add(LitmusProgram.AddressOf(number) + (ulong)(i * elementSize), _names.Count);
                _names.Add(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"));
            }
        }

        return number;
    }

    /// <summary>The number of an array's element.</summary>
    public int Number(string array, int index) => Number(array) + index;

    /// <summary>Whether the test has named the location already.</summary>
    public bool Contains(string name) => _numbers.ContainsKey(name);

    /// <summary>
    /// The address of a location that code uses as a value which may reach memory or a register: a pointer may have it, or that of an element of the same
    /// array, from now on.
    /// </summary>
    /// <param name="name">The location or array.</param>
    /// <param name="index">The element.</param>
    public ulong AddressAsValue(string name, int index = 0)
    {
        ulong start = LitmusProgram.AddressOf(Number(name));
        (int length, int elementSize) = _arrays.GetValueOrDefault(name);
        _pointerTargets.Add(start);
        for (int i = 1; i < length; i++)
        {
            _pointerTargets.Add(start + (ulong)(i * elementSize));
        }

        return start + (ulong)(index * elementSize);
    }
}
