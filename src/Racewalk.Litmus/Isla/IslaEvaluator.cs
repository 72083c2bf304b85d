using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Evaluates tests of one stage of translation.</summary>
public static class IslaEvaluator
{
    /// <summary>Gives names addresses, builds the tables and evaluates registers and the final assertion.</summary>
    /// <exception cref="LitmusException">Something has no meaning, or needs a second stage of translation.</exception>
    public static IslaInitialState Evaluate(IslaTest test)
    {
        if (StageTwo.Find(test) is [var use, ..])
        {
            throw test.Source.Refusal(use.Offset, $"stage 2 is not supported: {use.Construct}");
        }

        IReadOnlyDictionary<string, IslaAddress> addresses = AddressSolver.Solve(test);
        var terms = new SetupTerms(test.Source, addresses);
        TranslationTables tables = TableBuilder.Build(test, terms, addresses);
        var scope = new EvaluationScope(test, addresses, tables);
        return new IslaInitialState
        {
            Test = test,
            Addresses = addresses,
            Tables = tables,
            Values = EvaluateValues(test, terms, tables),
            Threads = [.. test.Threads.Select(t => InitialRegisters.Evaluate(test, t, scope))],
            Final = new FinalAssertion(test, scope).Evaluate(test.Final),
        };
    }

    // Virtual addresses are translated when all tables are there. Of two values of one place the last counts, as in isla.
    private static SortedDictionary<ulong, ulong> EvaluateValues(IslaTest test, SetupTerms terms, TranslationTables tables)
    {
        var values = new SortedDictionary<ulong, ulong>();
        foreach (SetupInitialValue statement in test.PageTableSetup.OfType<SetupInitialValue>())
        {
            SetupTerm address = terms.Evaluate(statement.Address);
            ulong place = address.Value;
            if (address.Kind == TermKind.Virtual)
            {
                TranslationWalk walk = tables.Walk(DefaultTables.RootIn(test), address.Value);
                place = walk.Outcome == WalkOutcome.Translated
                    ? walk.PhysicalAddress
                    : throw test.Source.Error(statement.Address.Offset, "the address is not mapped at the start");
            }
            else if (address.Kind != TermKind.Physical)
            {
                throw test.Source.Error(statement.Address.Offset, "expected a virtual or a physical address");
            }

            if (place % Granule.EntrySize != 0 || tables.Contains(place))
            {
                throw test.Source.Error(statement.Address.Offset, "expected an address of data, a multiple of 8");
            }

            SetupTerm value = terms.Evaluate(statement.Value);
            values[place] = value.Kind != TermKind.Walk ? value.Value : throw test.Source.Error(statement.Value.Offset, "expected a number or an address");
        }

        return values;
    }
}
