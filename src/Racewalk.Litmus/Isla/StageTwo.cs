using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Isla;

/// <summary>A place where a test needs a second stage of translation.</summary>
/// <param name="Offset">Where.</param>
/// <param name="Construct">What is there.</param>
public sealed record StageTwoUse(int Offset, string Construct);

/// <summary>
/// Finds what needs a second stage of translation, from the syntax alone. Intermediate addresses that are only declared need none: several tests of stage 1
/// have them.
/// </summary>
public static class StageTwo
{
    private static readonly HashSet<string> s_functions = new(
        ["va_to_ipa", "ipa_to_va", "ipa_to_pa", "pa_to_ipa", "s2mkdesc1", "s2mkdesc2", "s2mkdesc3", "vmid"],
        StringComparer.Ordinal);

    private static readonly HashSet<string> s_tables = new(["s2_page_table_base", "s2_default"], StringComparer.Ordinal);

    private static readonly HashSet<string> s_registers = new(["VTTBR_EL2", "VTCR_EL2"], StringComparer.Ordinal);

    /// <summary>All places, in the order of the file.</summary>
    public static IReadOnlyList<StageTwoUse> Find(IslaTest test)
    {
        var uses = new List<StageTwoUse>();
        var intermediate = test.PageTableSetup.OfType<SetupDeclaration>().Where(d => d.Kind == AddressKind.Intermediate)
            .SelectMany(d => d.Names).Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        foreach (SetupStatement statement in test.PageTableSetup)
        {
            VisitStatement(statement, uses, LookAt);
        }

        foreach (IslaRegister register in test.Threads.SelectMany(t => t.Init.Concat(t.Reset)))
        {
            if (s_registers.Contains(register.Name))
            {
                uses.Add(new StageTwoUse(register.Offset, $"the register {register.Name}"));
            }

            ExpressionTree.Visit(register.Value, LookAt);
        }

        VisitAssertion(test.Final, LookAt);
        return [.. uses.OrderBy(u => u.Offset)];

        void LookAt(IslaExpression expression)
        {
            string? construct = expression switch
            {
                IslaName name when intermediate.Contains(name.Name) => $"the intermediate address '{name.Name}'",
                IslaName name when s_tables.Contains(name.Name) => $"the table '{name.Name}'",
                IslaCall call when s_functions.Contains(call.Function) || IsWalk(call.Function) => $"the function '{call.Function}'",
                IslaCall call when call.Arguments.Any(a => a.Keyword is "vmid" or "ipa") => "a VMID or an intermediate address",
                _ => null,
            };
            if (construct is not null)
            {
                uses.Add(new StageTwoUse(expression.Offset, construct));
            }
        }
    }

    private static bool IsWalk(string function) =>
        function.StartsWith("s2pte", StringComparison.Ordinal) || function.StartsWith("s2table", StringComparison.Ordinal);

    private static void VisitStatement(SetupStatement statement, List<StageTwoUse> uses, Action<IslaExpression> visit)
    {
        switch (statement)
        {
            case SetupMapping mapping:
                ExpressionTree.Visit(mapping.From, visit);
                if (mapping.Kind != MappingKind.Identity)
                {
                    ExpressionTree.Visit(mapping.To, visit);
                }

                // The second attributes are those of the identity that stage 2 is where nothing else is said: only other ones make a difference.
                if (mapping.StageTwoAttributes is { Fields.Count: > 0 } attributes)
                {
                    uses.Add(new StageTwoUse(attributes.Offset, "attributes of stage 2"));
                }

                break;
            case SetupInitialValue value:
                ExpressionTree.Visit(value.Address, visit);
                ExpressionTree.Visit(value.Value, visit);
                break;
            case SetupAssert assertion:
                ExpressionTree.Visit(assertion.Condition, visit);
                break;
            case SetupTable table:
                if (table.Stage == 2)
                {
                    uses.Add(new StageTwoUse(table.Offset, $"the table '{table.Name}' of stage 2"));
                }

                foreach (SetupStatement inner in table.Statements)
                {
                    VisitStatement(inner, uses, visit);
                }

                break;
        }
    }

    private static void VisitAssertion(IslaAssertion assertion, Action<IslaExpression> visit)
    {
        switch (assertion)
        {
            case IslaEquality equality:
                if (equality.Place is IslaMemoryPlace place)
                {
                    visit(new IslaName(place.Offset, place.Address));
                }

                ExpressionTree.Visit(equality.Value, visit);
                break;
            case IslaNegation negation:
                VisitAssertion(negation.Operand, visit);
                break;
            case IslaConjunction { Operands: var operands }:
                operands.ToList().ForEach(o => VisitAssertion(o, visit));
                break;
            case IslaDisjunction { Operands: var operands }:
                operands.ToList().ForEach(o => VisitAssertion(o, visit));
                break;
            case IslaImplication implication:
                VisitAssertion(implication.Premise, visit);
                VisitAssertion(implication.Conclusion, visit);
                break;
        }
    }
}
