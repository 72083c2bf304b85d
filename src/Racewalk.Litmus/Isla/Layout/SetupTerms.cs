using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>Evaluates the operands of mappings. Numbers in hexadecimal are physical addresses.</summary>
/// <param name="source">The file.</param>
/// <param name="addresses">The named addresses.</param>
internal sealed class SetupTerms(SourceText source, IReadOnlyDictionary<string, IslaAddress> addresses)
{
    private readonly Dictionary<string, SetupTerm> _names = new(StringComparer.Ordinal);

    /// <summary>Gives a name to a table or a walk.</summary>
    public void Define(IslaName name, SetupTerm term)
    {
        if (addresses.ContainsKey(name.Name) || name.Name == "invalid" || !_names.TryAdd(name.Name, term))
        {
            throw source.Error(name.Offset, $"the name '{name.Name}' is there twice");
        }
    }

    /// <summary>Evaluates an operand.</summary>
    public SetupTerm Evaluate(IslaExpression expression) => expression switch
    {
        IslaInteger number => new SetupTerm(TermKind.Number, number.Value),
        IslaBits bits => new SetupTerm(TermKind.Physical, bits.Value),
        IslaName { Name: "invalid" } => new SetupTerm(TermKind.Invalid, 0),
        IslaName name => Find(name),
        IslaCall call => Call(call),
        _ => throw source.Error(expression.Offset, "expected an address, 'invalid', table(…) or raw(…)"),
    };

    private SetupTerm Find(IslaName name)
    {
        if (addresses.TryGetValue(name.Name, out IslaAddress? address))
        {
            return new SetupTerm(address.Kind == AddressKind.Virtual ? TermKind.Virtual : TermKind.Physical, address.Value);
        }

        return _names.TryGetValue(name.Name, out SetupTerm term) ? term : throw source.Error(name.Offset, $"'{name.Name}' is not declared");
    }

    private SetupTerm Call(IslaCall call)
    {
        if (call.Arguments is not [var only])
        {
            throw source.Error(call.Offset, $"{call.Function} has one argument here, found {call.Arguments.Count}");
        }

        SetupTerm argument = Evaluate(only.Value);
        int level = call.Function.Length > 0 && char.IsAsciiDigit(call.Function[^1]) ? call.Function[^1] - '0' : -1;
        switch (call.Function)
        {
            case "va_to_pa":
                return new SetupTerm(TermKind.Physical, Require(argument, TermKind.Virtual, only, "a virtual address").Value);
            case "pa_to_va":
                return new SetupTerm(TermKind.Virtual, Require(argument, TermKind.Physical, only, "a physical address").Value);
            case "table":
                return argument.Kind is TermKind.Physical or TermKind.Table
                    ? new SetupTerm(TermKind.Table, argument.Value)
                    : throw source.Error(only.Offset, "expected the physical address of a table");
            case "raw":
                return argument.Kind is TermKind.Number or TermKind.Physical
                    ? new SetupTerm(TermKind.Raw, argument.Value)
                    : throw source.Error(only.Offset, "expected a number");
            case "pte0" or "pte1" or "pte2" or "pte3":
                return new SetupTerm(TermKind.Physical, EntryOf(argument, level, only));
            case "table1" or "table2" or "table3":
                return new SetupTerm(TermKind.Physical, EntryOf(argument, level, only) & ~(Granule.PageSize - 1));
            default:
                throw source.Error(call.Offset, $"there is no function '{call.Function}'");
        }
    }

    private ulong EntryOf(SetupTerm walk, int level, IslaArgument argument)
    {
        ulong[] entries = Require(walk, TermKind.Walk, argument, "the name of a walk").Walk!;
        return level < entries.Length
            ? entries[level]
            : throw source.Error(argument.Offset, $"the walk has no level {level}: it ends at level {entries.Length - 1}");
    }

    private SetupTerm Require(SetupTerm term, TermKind kind, IslaArgument argument, string what) =>
        term.Kind == kind ? term : throw source.Error(argument.Offset, $"expected {what}");
}
