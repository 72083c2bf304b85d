using System.Collections.Immutable;
using System.Globalization;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Semantics;

/// <summary>
/// A litmus test ready to be run: threads, locations, initial values, what is asked. Location <c>l</c> has the address <see cref="AddressOf"/>(l), so
/// pointers are ordinary values. One instance serves one check: it holds the expressions and may learn further locations (x+4) while threads run.
/// </summary>
public sealed class LitmusProgram
{
    private const int AddressShift = 32;

    // Numbers of 32 bits, negative ones of a W register among them, are then not even a little below the first location.
    private const int FirstAddress = 2;
    private readonly List<string> _locations;
    private readonly Dictionary<ulong, int> _derived = [];
    private readonly Dictionary<ulong, int> _wild = [];
    private readonly Dictionary<int, ulong> _addresses = [];
    private readonly SortedSet<ulong> _foundTargets = [];

    /// <summary>A test with named locations.</summary>
    /// <param name="source">The file.</param>
    /// <param name="locations">Their names, in the order of their first appearance.</param>
    /// <param name="elements">The elements of arrays among them, but for the first ones: they have no address of their own but the given ones.</param>
    public LitmusProgram(SourceText source, IReadOnlyList<string> locations, IReadOnlyDictionary<ulong, int>? elements = null)
    {
        Source = source;
        _locations = [.. locations];
        NamedLocationCount = locations.Count;
        foreach ((ulong address, int location) in elements ?? new Dictionary<ulong, int>())
        {
            _derived.Add(address, location);
            _addresses.Add(location, address);
        }
    }

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>The dialect, as the first word of the file has it: C, AArch64, X86, X86_64, PPC.</summary>
    public required string Architecture { get; init; }

    /// <summary>The threads.</summary>
    public required IReadOnlyList<ILitmusThread> Threads { get; init; }

    /// <summary>What the final states are asked.</summary>
    public required LitmusQuestion Question { get; init; }

    /// <summary>Keys of the header such as Hash, by name.</summary>
    public IReadOnlyDictionary<string, string> Info { get; init; } = new Dictionary<string, string>();

    /// <summary>Initial values of locations, by index; 0 where there is none.</summary>
    public required IReadOnlyDictionary<int, ulong> InitialMemory { get; init; }

    /// <summary>Initial values of registers, by thread and number; 0 where there is none.</summary>
    public required IReadOnlyDictionary<(int Thread, int Register), ulong> InitialRegisters { get; init; }

    /// <summary>The addresses that a pointer read from memory can name, ascending.</summary>
    public required IReadOnlyList<ulong> PointerTargets
    {
        get => _foundTargets.Count == 0 ? field : [.. field.Union(_foundTargets).Order()];
        init;
    }

    /// <summary>The types of the numbers in registers and locations, where the test gives one.</summary>
    public IReadOnlyDictionary<FinalPlace, NumberType> Types { get; init; } = new Dictionary<FinalPlace, NumberType>();

    /// <summary>The type of the numbers where the test gives none.</summary>
    public NumberType DefaultType { get; init; } = NumberType.Long;

    /// <summary>The variants of the test that a model can ask for, by the names that cat files use.</summary>
    public IReadOnlySet<string> Variants { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>How addresses are translated; null if they are not.</summary>
    public TranslationSetup? Translation { get; init; }

    /// <summary>Whether the test itself says at which addresses its locations are; then all of them are elements in the sense of the constructor.</summary>
    public bool HasRealAddresses => Translation?.Tables is not null;

    /// <summary>How a thread without a handler goes on after a fault.</summary>
    public FaultHandling Handling { get; init; }

    /// <summary>The values that descriptors can have.</summary>
    internal ValueDomains Domains => field ??= new ValueDomains(this);

    /// <summary>How many bytes the types of locations have, by index, where the test gives a type.</summary>
    public IReadOnlyDictionary<int, int> DeclaredSizes { get; init; } = new Dictionary<int, int>();

    /// <summary>The expressions of all threads.</summary>
    public ExprPool Pool { get; } = new();

    /// <summary>The locations' names, those learnt while running included.</summary>
    public IReadOnlyList<string> Locations => _locations;

    /// <summary>How many locations the test itself names.</summary>
    public int NamedLocationCount { get; }

    /// <summary>The address of a location.</summary>
    public static ulong AddressOf(int location) => (ulong)(location + FirstAddress) << AddressShift;

    /// <summary>The address of a location, one learnt while running included.</summary>
    public ulong AddressAt(int location) => _addresses.TryGetValue(location, out ulong address) ? address : AddressOf(location);

    /// <summary>Whether a final value is the one that a proposition names.</summary>
    public bool Holds(ValueProposition proposition, ulong actual) => proposition.Bits < 64 && !IsNearLocation(actual) && (Translation is null || DescriptorText.Format(this, actual) is null)
        ? ((actual ^ proposition.Value) & ((1UL << proposition.Bits) - 1)) == 0
        : actual == proposition.Value;

    /// <summary>A register's initial value.</summary>
    public ulong InitialRegister(int thread, int register) => InitialRegisters.GetValueOrDefault((thread, register));

    /// <summary>
    /// The location at an address. An address a little off a location's own is a location of its own (x+4, x-1), and so is one where the test has nothing:
    /// whether an execution gets there at all only the model can say.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="isWild">Whether the test has nothing there.</param>
    public int LocationAt(ulong address, out bool isWild)
    {
        if (HasRealAddresses)
        {
            isWild = false;
            return RealLocationAt(address);
        }

        isWild = !TrySplit(address, out int location, out long distance);
        if (!isWild && distance == 0)
        {
            return location;
        }

        Dictionary<ulong, int> known = isWild ? _wild : _derived;
        if (!known.TryGetValue(address, out int derived))
        {
            derived = _locations.Count;
            _locations.Add(isWild ? FormatValue(address) : Off(location, distance));
            known.Add(address, derived);
            _addresses.Add(derived, address);
        }

        return derived;
    }

    /// <summary>Whether a location is a page-table descriptor.</summary>
    public bool IsEntry(int location) =>
        Translation is { } setup && (setup.Tables is { } tables ? tables.IsEntry(AddressAt(location)) : setup.Pages.ContainsKey(location));

    // What a descriptor can point to is memory, all of it.
    private int RealLocationAt(ulong address)
    {
        if (!_derived.TryGetValue(address, out int location))
        {
            location = _locations.Count;
            _locations.Add(string.Create(CultureInfo.InvariantCulture, $"0x{address:x}"));
            _derived.Add(address, location);
            _addresses.Add(location, address);
        }

        return location;
    }

    /// <summary>The page that an address is in, with translation.</summary>
    /// <param name="address">The address.</param>
    /// <param name="page">The location that the page is named after.</param>
    /// <param name="distance">How far behind its beginning the address is.</param>
    /// <returns>Whether there is a page.</returns>
    public bool TryFindPage(ulong address, out int page, out long distance) => TrySplit(address, out page, out distance);

    /// <summary>Whether a location is at an address or a little off it.</summary>
    public bool IsNearLocation(ulong address) => TrySplit(address, out _, out _);

    /// <summary>
    /// Adds an address to <see cref="PointerTargets"/>: a computed address turned out to have this value. The paths must be enumerated again.
    /// </summary>
    public void AddPointerTarget(ulong address) => _foundTargets.Add(address);

    /// <summary>A value as pictures and messages show it: a location's name or a label where it is an address, else a signed decimal number.</summary>
    public string FormatValue(ulong value) => FormatAddress(value) ?? NumberType.Long.Format(value);

    /// <summary>A final value as states show it: as <see cref="FormatValue"/>, but numbers as the type of the place has them.</summary>
    public string FormatFinal(FinalPlace place, ulong value) => FormatAddress(value) ?? Types.GetValueOrDefault(place, DefaultType).Format(value);

    private string? FormatAddress(ulong value)
    {
        if (Translation is not null && DescriptorText.Format(this, value) is { } text)
        {
            return text;
        }

        if (_derived.TryGetValue(value, out int derived))
        {
            return _locations[derived];
        }

        if (TrySplit(value, out int location, out long distance))
        {
            return Off(location, distance);
        }

        for (int t = 0; t < Threads.Count; t++)
        {
            if (Threads[t].LabelAt(value) is { } label)
            {
                return string.Create(CultureInfo.InvariantCulture, $"label:\"P{t}:{label}\"");
            }
        }

        return null;
    }

    // The address of an array is that of its first element.
    private string Off(int location, long distance) => distance == 0
        ? NameOfArray(location)
        : string.Create(CultureInfo.InvariantCulture, $"{_locations[location]}{distance:+0;-0}");

    /// <summary>The name of a location, that of the array for an array's first element.</summary>
    public string NameOfArray(int location) =>
        _locations[location].EndsWith("[0]", StringComparison.Ordinal) ? _locations[location][..^3] : _locations[location];

    private bool TrySplit(ulong address, out int location, out long distance)
    {
        if (HasRealAddresses)
        {
            location = -1;
            distance = 0;
            return false;
        }

        ulong nearest = unchecked(address + (1UL << (AddressShift - 1))) >> AddressShift;
        location = (int)Math.Min(nearest, int.MaxValue) - FirstAddress;
        distance = unchecked((long)(address - (nearest << AddressShift)));
        return location >= 0 && location < NamedLocationCount && Math.Abs(distance) <= ushort.MaxValue;
    }
}
