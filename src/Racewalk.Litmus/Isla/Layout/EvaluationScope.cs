using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>What the expressions of registers and of the final assertion see.</summary>
/// <param name="test">The test.</param>
/// <param name="addresses">The named addresses.</param>
/// <param name="tables">The tables.</param>
internal sealed class EvaluationScope(IslaTest test, IReadOnlyDictionary<string, IslaAddress> addresses, TranslationTables tables)
{
    private const int AddressWidth = 64;

    private readonly TableFunctions _functions = new(test, tables);

    /// <summary>The number that an expression is.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="thread">The thread whose labels it sees first; null for the final assertion.</param>
    public ulong Number(IslaExpression expression, IslaThread? thread)
    {
        BitValue value = new BitEvaluator(test.Source, new EvaluationBudget(), Find, _functions.Find, label => AddressOf(label, thread)).Evaluate(expression);
        return value.Width != BitValue.Truth ? value.Value : throw test.Source.Error(expression.Offset, "expected a number or bits, found a truth value");
    }

    /// <summary>The physical address that a name stands for; a virtual one as it is mapped at the start in the default tables.</summary>
    public ulong Physical(IslaMemoryPlace place)
    {
        if (!addresses.TryGetValue(place.Address, out IslaAddress? address))
        {
            throw test.Source.Error(place.Offset, $"'{place.Address}' is not declared");
        }

        if (address.Kind == AddressKind.Physical)
        {
            return address.Value;
        }

        TranslationWalk walk = tables.Walk(DefaultTables.RootIn(test), address.Value);
        return walk.Outcome == WalkOutcome.Translated
            ? walk.PhysicalAddress
            : throw test.Source.Error(place.Offset, $"'{place.Address}' names no memory: it is not mapped at the start");
    }

    private BitValue? Find(string name)
    {
        if (addresses.TryGetValue(name, out IslaAddress? address))
        {
            return BitValue.Bits(address.Value, AddressWidth);
        }

        TableArea? table = tables.Areas.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.Ordinal));
        return table is null ? null : BitValue.Bits(table.Root, AddressWidth);
    }

    private BitValue AddressOf(IslaLabel label, IslaThread? thread)
    {
        if (thread?.Code.AddressOf(label.Name) is { } own)
        {
            return BitValue.Bits(own, AddressWidth);
        }

        var found = test.Handlers.Select(h => h.Code).Concat(test.Threads.Select(t => t.Code))
            .Select(c => c.AddressOf(label.Name)).Where(a => a is not null).Take(2).ToList();
        return found.Count == 1
            ? BitValue.Bits(found[0]!.Value, AddressWidth)
            : throw test.Source.Error(label.Offset, found.Count == 0 ? $"there is no label '{label.Name}'" : $"there is more than one label '{label.Name}'");
    }
}
