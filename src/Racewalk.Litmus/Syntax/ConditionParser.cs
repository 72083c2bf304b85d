using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Syntax;

/// <summary>Reads what stands below the program: what to show, the filter, and the condition.</summary>
internal static class ConditionParser
{
    private static readonly string[] s_exceptionClasses = ["UndefinedInstruction", "SupervisorCall", "TagCheck", "MMU", "D", "I"];

    /// <summary>Reads the places and faults of <c>locations [ … ]</c>; none if it is not there.</summary>
    public static IReadOnlyList<PlaceSyntax> ReadLocations(TokenReader reader, List<FaultCondition> faults)
    {
        var places = new List<PlaceSyntax>();
        if (!reader.Accept("locations"))
        {
            return places;
        }

        reader.Expect("[", "after 'locations'");
        while (!reader.Accept("]"))
        {
            if (reader.Accept(";"))
            {
                continue;
            }

            if (IsFault(reader))
            {
                faults.Add(ReadFault(reader));
                reader.Accept(";");
                continue;
            }

            places.Add(PlaceParser.Read(reader));
            while (reader.Next.Kind == TokenKind.Word || reader.Is("*"))
            {
                // The type, for the printing of values.
                reader.Take();
            }

            if (!reader.Is("]"))
            {
                reader.Expect(";", "or ']' after a place");
            }
        }

        return places;
    }

    /// <summary>Reads the quantifier, which may be missing: then the condition is true.</summary>
    public static Quantifier ReadQuantifier(TokenReader reader)
    {
        int start = reader.Next.Start;
        if (reader.Accept("~") || reader.Accept("not"))
        {
            reader.Expect("exists", "after '~'");
            return Quantifier.NotExists;
        }

        if (reader.Accept("forall"))
        {
            return Quantifier.ForAll;
        }

        if (reader.Is("observed") || reader.Is("Observed") || reader.Is("cases"))
        {
            throw reader.Source.Unsupported(start, $"'{reader.Text(reader.Next)}'");
        }

        // Old files say "final", and say below it what models make of it.
        return reader.Accept("exists") || reader.Accept("final") || reader.Is("(") ? Quantifier.Exists : Quantifier.None;
    }

    /// <summary>Reads a proposition. As in herd, <c>\/</c> binds loosest, then <c>/\</c>, then <c>=></c>.</summary>
    public static ConditionSyntax ReadProposition(TokenReader reader)
    {
        int start = reader.Next.Start;
        var operands = new List<ConditionSyntax>();
        do
        {
            operands.Add(ReadConjunction(reader));
        }
        while (reader.Accept("\\/"));
        return operands.Count == 1 ? operands[0] : new OrCondition(start, operands);
    }

    /// <summary>Whether the next is <c>fault(</c>.</summary>
    private static bool IsFault(TokenReader reader) => (reader.Is("fault") || reader.Is("Fault")) && reader.Is(reader.Peek(1), "(");

    private static ConditionSyntax ReadConjunction(TokenReader reader)
    {
        int start = reader.Next.Start;
        var operands = new List<ConditionSyntax>();
        do
        {
            operands.Add(ReadImplication(reader));
        }
        while (reader.Accept("/\\"));
        return operands.Count == 1 ? operands[0] : new AndCondition(start, operands);
    }

    private static ConditionSyntax ReadImplication(TokenReader reader)
    {
        int start = reader.Next.Start;
        ConditionSyntax left = ReadUnary(reader);
        if (!reader.Accept("=>"))
        {
            return left;
        }

        reader.Enter();
        ConditionSyntax right = ReadImplication(reader);
        reader.Leave();
        return new OrCondition(start, [new NotCondition(start, left), right]);
    }

    private static ConditionSyntax ReadUnary(TokenReader reader)
    {
        int start = reader.Next.Start;
        reader.Enter();
        ConditionSyntax read;
        if (reader.Accept("~") || reader.Accept("not"))
        {
            read = new NotCondition(start, ReadUnary(reader));
        }
        else if (reader.Accept("("))
        {
            read = ReadProposition(reader);
            reader.Expect(")", "after the proposition");
        }
        else
        {
            read = ReadAtom(reader);
        }

        reader.Leave();
        return read;
    }

    private static ConditionSyntax ReadAtom(TokenReader reader)
    {
        int start = reader.Next.Start;
        if (reader.Accept("true"))
        {
            return new ConstantCondition(start, true);
        }

        if (reader.Accept("false"))
        {
            return new ConstantCondition(start, false);
        }

        if (IsFault(reader))
        {
            return ReadFault(reader);
        }

        reader.Accept("*");
        PlaceSyntax left = PlaceParser.Read(reader);
        bool isEqual = !(reader.Is("!=") || reader.Is("<>"));
        if (isEqual && !(reader.Is("=") || reader.Is("==")))
        {
            throw reader.Expected("'=' or '!=' after a register or location");
        }

        reader.Take();
        ConditionSyntax atom;
        if (PlaceParser.IsRegister(reader) || reader.Is("[") || reader.Is("*"))
        {
            reader.Accept("*");
            atom = new SameValueCondition(start, left, PlaceParser.Read(reader));
        }
        else
        {
            atom = new ValueCondition(start, left, PlaceParser.ReadValue(reader));
        }

        return isEqual ? atom : new NotCondition(start, atom);
    }

    private static FaultCondition ReadFault(TokenReader reader)
    {
        int start = reader.Take().Start;
        reader.Expect("(", "after 'fault'");
        int thread = PlaceParser.Thread(reader);
        string? label = reader.Accept(":") ? reader.Text(reader.ExpectWord("a label")) : null;
        PlaceSyntax? location = null;
        string? kind = null;
        while (reader.Accept(","))
        {
            if (kind is null && (location is not null || s_exceptionClasses.Contains(reader.Text(reader.Next), StringComparer.Ordinal)))
            {
                kind = ReadKind(reader);
            }
            else
            {
                location = location is null ? PlaceParser.ReadLocation(reader) : throw reader.Expected("')' after the exception's class");
            }
        }

        reader.Expect(")", "at the end of 'fault'");
        return new FaultCondition(start, thread, label, location, kind);
    }

    // MMU:Permission, D-MMU:Translation
    private static string ReadKind(TokenReader reader)
    {
        string kind = reader.Text(reader.ExpectWord("the class of an exception"));
        while (reader.Is(":") || reader.Is("-"))
        {
            string sign = reader.Text(reader.Take());
            kind += sign + reader.Text(reader.ExpectWord("the class of an exception"));
        }

        return kind;
    }
}
