using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Setup;

/// <summary>Reads the expressions of the page table setup. An operator stands between two operands and no chain: brackets do the rest.</summary>
internal static class SetupExpressionParser
{
    /// <summary>The words that begin or go on with something and so are no names.</summary>
    private static readonly HashSet<string> s_keywords = new(
        [
            "aligned", "and", "as", "assert", "at", "code", "default", "false", "identity", "intermediate", "let", "level", "option", "physical", "s1table",
            "s2table", "true", "virtual", "with",
        ],
        StringComparer.Ordinal);

    private static readonly (string Sign, IslaOperator Operator)[] s_operators =
    [
        ("&&", IslaOperator.And),
        ("||", IslaOperator.Or),
        ("&", IslaOperator.BitAnd),
        ("|", IslaOperator.BitOr),
        ("^", IslaOperator.BitXor),
        ("==", IslaOperator.Equal),
        ("!=", IslaOperator.NotEqual),
    ];

    /// <summary>Whether a token is a name.</summary>
    public static bool IsName(IslaCursor cursor, Token token) => token.Kind == TokenKind.Word && !s_keywords.Contains(cursor.Text(token));

    /// <summary>Takes a name, which must be there.</summary>
    public static IslaName TakeName(IslaCursor cursor, string what)
    {
        Token token = cursor.Next;
        return IsName(cursor, token) ? new IslaName(token.Start, cursor.Text(cursor.Take())) : throw cursor.Expected(what);
    }

    /// <summary>Reads an expression.</summary>
    public static IslaExpression Read(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        cursor.Enter();
        IslaExpression left = ReadUnary(cursor);
        foreach ((string sign, IslaOperator op) in s_operators)
        {
            if (cursor.Accept(sign))
            {
                left = new IslaBinary(start, op, left, ReadUnary(cursor));
                break;
            }
        }

        cursor.Leave();
        return left;
    }

    private static IslaExpression ReadUnary(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        return cursor.Accept("~") ? new IslaComplement(start, ReadAtom(cursor)) : ReadAtom(cursor);
    }

    private static IslaExpression ReadAtom(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        IslaExpression read;
        if (cursor.Accept("("))
        {
            read = Read(cursor);
            cursor.Expect(")", "after the expression");
        }
        else if (IsName(cursor, cursor.Next))
        {
            string name = cursor.Text(cursor.Take());
            read = cursor.Is("(") ? new IslaCall(start, name, ReadArguments(cursor, name)) : new IslaName(start, name);
        }
        else
        {
            read = IslaNumbers.Take(cursor, "an address, a number or a function");
        }

        int slices = 0;
        for (; cursor.Accept("["); slices++)
        {
            cursor.Enter();
            IslaExpression high = Read(cursor);
            cursor.Expect("..", "after the highest bit");
            IslaExpression low = Read(cursor);
            cursor.Expect("]", "after the lowest bit");
            read = new IslaSlice(start, read, high, low);
        }

        for (; slices > 0; slices--)
        {
            cursor.Leave();
        }

        return read;
    }

    private static List<IslaArgument> ReadArguments(IslaCursor cursor, string function)
    {
        cursor.Take();
        var arguments = new List<IslaArgument>();
        while (!cursor.Accept(")"))
        {
            if (arguments.Count > 0)
            {
                cursor.Expect(",", $"or ')' after an argument of {function}");
            }

            arguments.Add(new IslaArgument(cursor.Next.Start, null, Read(cursor)));
        }

        return arguments;
    }
}
