using System.Collections.Immutable;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>Gives the registers that initial states and conditions name their numbers.</summary>
internal interface IRegisterNames
{
    /// <summary>The number of a register.</summary>
    /// <exception cref="LitmusException">There is no such register.</exception>
    int Number(PlaceSyntax register);
}

/// <summary>Looks up what the frame of a file names. Not thread-safe.</summary>
internal sealed class ProgramLowering
{
    private readonly LitmusFile _file;
    private readonly IRegisterNames _registers;
    private readonly Dictionary<int, ulong> _memory = [];
    private readonly Dictionary<(int Thread, int Register), ulong> _initialRegisters = [];
    private readonly Dictionary<FinalPlace, int> _sizes = [];
    private readonly Dictionary<FinalPlace, NumberType> _types = [];
    private readonly List<FinalPlace> _shown = [];
    private readonly HashSet<FinalPlace> _isShown = [];
    private readonly List<FaultProposition> _shownFaults = [];
    private readonly List<(FinalPlace Place, LabelSyntax Label)> _initialLabels = [];
    private IReadOnlyList<ILitmusThread> _threads = [];
    private readonly IReadOnlySet<string> _variants;
    private readonly FaultHandling _handling;
    private readonly bool _isTranslated;
    private readonly DescriptorFormat _format;
    private readonly int _threadCount;
    private readonly bool _isAssembly;

    /// <summary>Reads the initial state, so that its locations get the first numbers.</summary>
    /// <param name="file">The file.</param>
    /// <param name="registers">Numbers the registers.</param>
    /// <param name="variants">Variants that the file itself does not name.</param>
    public ProgramLowering(LitmusFile file, IRegisterNames registers, IReadOnlySet<string>? variants = null)
    {
        _file = file;
        _registers = registers;
        (_variants, _handling) = TestVariants.Read(file, variants ?? ImmutableHashSet<string>.Empty);
        _isTranslated = _variants.Contains(TestVariants.Translated) || TranslationReader.IsTranslated(file);
        _variants = _isTranslated ? _variants.Append(TestVariants.Translated).ToHashSet(StringComparer.Ordinal) : _variants;
        _format = DescriptorFormat.Of(file.Architecture);
        Locations = new LocationTable { HasPages = _isTranslated };
        _isAssembly = file.CThreads is null;
        _threadCount = file.CThreads?.Count ?? file.AsmThreads?.Count(t => !t.IsHandler) ?? 0;
        foreach (InitItem item in file.Init.Where(i => i.Place.Index >= 0))
        {
            int size = MachineTypes.SizeOf(item);
            Locations.DeclareArray(item.Place.Name, Math.Max(1, item.Place.Index), size == 0 ? MachineTypes.DefaultSize : size);
        }

        foreach (InitItem item in file.Init)
        {
            Read(item);
        }
    }

    /// <summary>The locations.</summary>
    public LocationTable Locations { get; }

    /// <summary>Sets the initial value of a register that the initial state does not name.</summary>
    public void SetInitialRegister(int thread, int register, ulong value) => _initialRegisters.TryAdd((thread, register), value);

    /// <summary>The program; the code must have been read before, so that its locations come before those that only the condition names.</summary>
    public LitmusProgram Finish(IReadOnlyList<ILitmusThread> threads)
    {
        _threads = threads;
        foreach ((FinalPlace place, LabelSyntax label) in _initialLabels)
        {
            SetInitial(place, AddressOf(label));
        }

        foreach (PlaceSyntax place in _file.Shown)
        {
            Show(place);
        }

        Proposition? filter = _file.Filter is { } syntax ? Lower(syntax, isShown: false) : null;
        Proposition condition = Lower(_file.Condition, isShown: true);
        foreach (FaultCondition fault in _file.ShownFaults)
        {
            Lower(fault, isShown: true);
        }

        TranslationSetup? translation = _isTranslated ? TranslationReader.Read(_file, Locations, _threadCount) : null;
        foreach ((int page, int entry) in translation?.Entries ?? new Dictionary<int, int>())
        {
            _memory.TryAdd(entry, _format.Default(LitmusProgram.AddressOf(page)));
        }

        return new LitmusProgram(_file.Source, Locations.Names, Locations.Elements)
        {
            Name = _file.Name,
            Architecture = _file.Architecture,
            Threads = threads,
            Question = new LitmusQuestion(_file.Quantifier, condition, filter, _shown)
            {
                Text = _file.ConditionText,
                Line = _file.Quantifier == Quantifier.None ? 0 : _file.Source.LineAt(_file.Condition.Offset),
                ShownFaults = _shownFaults,
            },
            Info = _file.Info,
            InitialMemory = _memory,
            InitialRegisters = _initialRegisters,
            PointerTargets = Locations.PointerTargets,
            Types = _types,
            DefaultType = _isAssembly ? NumberType.Int : NumberType.Long,
            Variants = _variants,
            Translation = translation,
            Handling = _handling,
            DeclaredSizes = _sizes.Where(s => s.Key.IsLocation).ToDictionary(s => s.Key.Number, s => s.Value),
        };
    }

    private void Read(InitItem item)
    {
        bool isArray = item.Place.Index >= 0;
        FinalPlace place = Place(item.Place with { Index = -1 });
        IReadOnlyList<ValueSyntax> values = (item.Value as ArraySyntax)?.Elements ?? (item.Value is null ? [] : [item.Value]);
        if (!_isAssembly && (isArray || item.Value is ArraySyntax))
        {
            throw _file.Source.Unsupported(item.Offset, "an array");
        }

        if (values.Count > Math.Max(1, item.Place.Index) || (isArray && item.Value is not (null or ArraySyntax)))
        {
            throw _file.Source.Error(item.Value!.Offset, isArray ? $"expected at most {item.Place.Index} values in braces" : "expected one value");
        }

        int size = _isAssembly ? MachineTypes.SizeOf(item) : 0;
        for (int i = 0; i < Math.Max(1, item.Place.Index); i++)
        {
            FinalPlace element = place with { Number = place.Number + i };
            if (size > 0 || isArray)
            {
                _sizes[element] = size == 0 ? MachineTypes.DefaultSize : size;
                _types[element] = MachineTypes.NumberOf(item) ?? NumberType.Int;
            }

            if (i < values.Count)
            {
                SetInitial(element, values[i]);
            }
        }
    }

    // Memory holds values of the location's size; a register without a type may hold more than an int.
    private void SetInitial(FinalPlace place, ValueSyntax syntax)
    {
        if (syntax is LabelSyntax label)
        {
            _initialLabels.Add((place, label));
            return;
        }

        ulong value = Value(syntax, isInitial: true, place);
        if (_isAssembly && syntax is NumberSyntax)
        {
            int size = _sizes.GetValueOrDefault(place, place.IsLocation && MachineTypes.Fits(value, MachineTypes.DefaultSize) ? MachineTypes.DefaultSize : 8);
            value = MachineTypes.Cut(value, size);
        }

        SetInitial(place, value);
    }

    private void SetInitial(FinalPlace place, ulong value)
    {
        if (place.IsLocation)
        {
            _memory[place.Number] = value;
        }
        else
        {
            _initialRegisters[(place.Thread, place.Number)] = value;
        }
    }

    private Proposition Lower(ConditionSyntax syntax, bool isShown)
    {
        switch (syntax)
        {
            case ConstantCondition constant:
                return constant.Value ? new TrueProposition() : new NotProposition(new TrueProposition());
            case ValueCondition value:
                return LowerValue(value, isShown);
            case SameValueCondition same:
                return isShown
                    ? new SameValueProposition(Show(same.Left), Show(same.Right))
                    : new SameValueProposition(Place(same.Left), Place(same.Right));
            case FaultCondition fault:
                int location = fault.Location is null ? -1 : Locations.Number(Name(fault.Location.Offset, fault.Location.Name));
                var lowered = new FaultProposition(Thread(fault.Thread, fault.Offset), fault.Label, location, fault.Kind);
                if (isShown && !_shownFaults.Contains(lowered))
                {
                    _shownFaults.Add(lowered);
                }

                return lowered;
            case NotCondition not:
                return new NotProposition(Lower(not.Operand, isShown));
            case AndCondition and:
                return new AndProposition([.. and.Operands.Select(o => Lower(o, isShown))]);
            case OrCondition or:
                return new OrProposition([.. or.Operands.Select(o => Lower(o, isShown))]);
            default:
                throw _file.Source.Unsupported(syntax.Offset, "this condition");
        }
    }

    private Proposition LowerValue(ValueCondition condition, bool isShown)
    {
        if (condition.Value is ArraySyntax array)
        {
            int length = condition.Place.IsLocation && condition.Place.Index < 0 ? Locations.ArrayLength(condition.Place.Name) : 0;
            if (isShown)
            {
                Show(condition.Place);
            }

            return array.Elements.Count != length
                ? throw _file.Source.Error(array.Offset, "expected as many values as the array has elements")
                : new AndProposition([.. array.Elements.Select((element, i) =>
                    LowerValue(condition with { Place = condition.Place with { Index = i }, Value = element }, isShown: false))]);
        }

        FinalPlace place = isShown ? Show(condition.Place) : Place(condition.Place);
        ulong value = Value(condition.Value, isInitial: false, place);
        int size = _isAssembly && condition.Value is NumberSyntax ? _sizes.GetValueOrDefault(place, MachineTypes.DefaultSize) : 8;
        return new ValueProposition(place, value) { Bits = MachineTypes.Fits(value, size) ? 8 * size : 64 };
    }

    private FinalPlace Show(PlaceSyntax syntax)
    {
        FinalPlace place = Place(syntax);
        FinalPlace shown = place with { Length = syntax.IsLocation && syntax.Index < 0 ? Locations.ArrayLength(syntax.Name) : 0 };
        if (_isShown.Add(shown))
        {
            _shown.Add(shown);
        }

        return place;
    }

    private FinalPlace Place(PlaceSyntax syntax) => syntax.IsLocation
        ? new FinalPlace(-1, Locations.Number(Name(syntax.Offset, syntax.Name), Index(syntax.Offset, syntax.Name, syntax.Index)))
        : new FinalPlace(Thread(syntax.Thread, syntax.Offset), _registers.Number(syntax));

    private string Name(int offset, string name) => _isTranslated ? _format.HasAttributes ? DescriptorParser.Modern(name) : name
        : DescriptorParser.PageOf(name) is null ? name
        : throw _file.Source.Unsupported(offset, $"{name} in a test without page tables (Variant=vmsa)");

    // Without an index it is the first element.
    private int Index(int offset, string name, int index) => index < 0 ? 0
        : index < Locations.ArrayLength(name) ? index
        : throw _file.Source.Error(offset, Locations.ArrayLength(name) == 0 ? $"'{name}' is no array" : $"the array '{name}' has no element {index}");

    private int Thread(int thread, int offset) =>
        thread < _threadCount ? thread : throw _file.Source.Error(offset, $"the test has no thread P{thread}");

    private ulong Value(ValueSyntax syntax, bool isInitial, FinalPlace place)
    {
        switch (syntax)
        {
            case NumberSyntax number:
                return number.Value;
            case SymbolSyntax symbol:
                string name = Name(symbol.Offset, symbol.Name);
                int index = Index(symbol.Offset, name, symbol.Index);

                // What a condition compares with does not become a value of the program.
                return isInitial || index > 0
                    ? Locations.AddressAsValue(name, index)
                    : LitmusProgram.AddressOf(Locations.Number(name));
            case LabelSyntax label:
                return AddressOf(label);
            case DescriptorSyntax descriptor when _isTranslated:
                return DescriptorValues.Lower(_format, _file.Source, descriptor, Locations, place);
            case AddressRegisterSyntax register when _isTranslated && _format.HasAttributes:
                return register.Output is null ? AddressRegister.Failed : AddressRegister.Of(LitmusProgram.AddressOf(Locations.Number(register.Output.Name)));
            default:
                throw _file.Source.Unsupported(syntax.Offset, "this value");
        }
    }

    private ulong AddressOf(LabelSyntax label)
    {
        int thread = Thread(label.Thread, label.Offset);
        return _threads[thread].AddressOf(label.Name) ?? throw _file.Source.Error(label.Offset, $"thread P{thread} has no label '{label.Name}'");
    }
}
