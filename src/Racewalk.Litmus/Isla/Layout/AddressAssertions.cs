using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>What <c>assert</c> says of addresses, with the functions that <c>let</c> defines.</summary>
internal sealed class AddressAssertions
{
    private readonly IslaTest _test;
    private readonly IReadOnlyDictionary<string, ulong> _addresses;
    private readonly EvaluationBudget _budget = new();
    private readonly BitEvaluator _evaluator;
    private readonly ILookup<string, SetupFunction> _functions;

    /// <summary>The assertions of a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="addresses">The addresses; they may change between checks.</param>
    public AddressAssertions(IslaTest test, IReadOnlyDictionary<string, ulong> addresses)
    {
        _test = test;
        _addresses = addresses;
        _evaluator = new BitEvaluator(test.Source, _budget, FindAddress, name => FindFunction(name, int.MaxValue));
        _functions = test.PageTableSetup.OfType<SetupFunction>().ToLookup(f => f.Name, StringComparer.Ordinal);
        All = [.. test.PageTableSetup.OfType<SetupAssert>().Select(a => (a, NamesIn(a.Condition)))];
    }

    /// <summary>The assertions and the names in each.</summary>
    public IReadOnlyList<(SetupAssert Assertion, IReadOnlyList<IslaName> Names)> All { get; }

    /// <summary>Whether an assertion holds.</summary>
    public bool Holds(SetupAssert assertion)
    {
        BitValue value = _evaluator.Evaluate(assertion.Condition);
        return value.Width == BitValue.Truth
            ? value.IsTrue
            : throw _test.Source.Error(assertion.Condition.Offset, $"expected a truth value, found {value.Kind}");
    }

    // The names in the bodies of functions are their parameters and nothing else, so these are all.
    private static List<IslaName> NamesIn(IslaExpression expression)
    {
        var names = new List<IslaName>();
        ExpressionTree.Visit(expression, e =>
        {
            if (e is IslaName name)
            {
                names.Add(name);
            }
        });
        return names;
    }

    private BitValue? FindAddress(string name) =>
        _addresses.TryGetValue(name, out ulong value) ? new BitValue(value, 64)
        : string.Equals(name, DefaultTables.Name, StringComparison.Ordinal) ? new BitValue(DefaultTables.RootIn(_test), 64)
        : null;

    // A function sees those before it, so there is no recursion.
    private BitFunction? FindFunction(string name, int before)
    {
        SetupFunction? function = _functions[name].LastOrDefault(f => f.Offset < before);
        return function is null ? BitFunctions.Find(name) : arguments => Call(function, arguments);
    }

    private BitValue Call(SetupFunction function, CallArguments arguments)
    {
        arguments.Allow(function.Parameters.Count);
        var values = new Dictionary<string, BitValue>(StringComparer.Ordinal);
        for (int i = 0; i < function.Parameters.Count; i++)
        {
            values[function.Parameters[i].Name] = arguments.At(i);
        }

        return new BitEvaluator(
            _test.Source,
            _budget,
            name => values.TryGetValue(name, out BitValue value) ? value : null,
            name => FindFunction(name, function.Offset)).Evaluate(function.Body);
    }
}
