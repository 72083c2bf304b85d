using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Reads the expressions of initial register values and final assertions.</summary>
internal static class IslaExpressionParser
{
    /// <summary>Reads a text that is one expression.</summary>
    public static IslaExpression ReadWhole(IslaCursor cursor)
    {
        IslaExpression read = Read(cursor);
        cursor.ExpectEnd("the end of the expression");
        return read;
    }

    /// <summary>Reads an expression.</summary>
    public static IslaExpression Read(IslaCursor cursor)
    {
        cursor.Enter();
        IslaExpression read = ReadAtom(cursor);
        cursor.Leave();
        return read;
    }

    private static IslaExpression ReadAtom(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        if (cursor.Accept("("))
        {
            IslaExpression inner = Read(cursor);
            cursor.Expect(")", "after the expression");
            return inner;
        }

        const string What = "a number, a name or a function";
        if (cursor.Next.Kind != TokenKind.Word)
        {
            return IslaNumbers.Take(cursor, What);
        }

        string name = cursor.ExpectName(What);
        return cursor.Is("(") ? new IslaCall(start, name, ReadArguments(cursor, name))
            : cursor.Accept(":") ? new IslaLabel(start, name)
            : name is "true" or "false" ? new IslaBoolean(start, name == "true")
            : new IslaName(start, name);
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

            int start = cursor.Next.Start;
            string? keyword = null;
            if (cursor.Next.Kind == TokenKind.Word && cursor.Is(cursor.Second, "="))
            {
                keyword = cursor.Text(cursor.Take());
                cursor.Take();
            }

            arguments.Add(new IslaArgument(start, keyword, Read(cursor)));
        }

        return arguments;
    }
}
