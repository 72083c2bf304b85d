using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>Reads expressions. Not thread-safe.</summary>
/// <param name="reader">The tokens.</param>
internal sealed class CExpressionParser(TokenReader reader)
{
    // What comes after parsing is recursive, too: long chains of operators are as bad as deep nesting.
    private const int OperatorLimit = 1000;

    private static readonly string[][] s_levels =
        [["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", "<=", ">", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    private static readonly (string Sign, string Name)[] s_refused =
    [
        ("?", "the operator '?:'"), ("++", "the operator '++'"), ("--", "the operator '--'"), ("->", "a member of a structure"),
        (".", "a member of a structure"), ("[", "an array"), ("+=", "the operator '+='"), ("-=", "the operator '-='"), ("*=", "the operator '*='"),
        ("/=", "the operator '/='"), ("%=", "the operator '%='"), ("&=", "the operator '&='"), ("|=", "the operator '|='"), ("^=", "the operator '^='"),
        ("<<=", "the operator '<<='"), (">>=", "the operator '>>='"), ("=", "an assignment within an expression"), (",", "the operator ','"),
    ];

    private int _operators;

    /// <summary>Reads an expression.</summary>
    public CExpression Read()
    {
        _operators = 0;
        return ReadBinary(0);
    }

    /// <summary>Takes the sign that must follow an expression; operators that could follow it and are not supported are refused by name.</summary>
    public void ExpectEnd(string sign, string where)
    {
        foreach ((string refused, string name) in s_refused)
        {
            if (sign != refused && reader.Is(refused))
            {
                throw reader.Source.Unsupported(reader.Next.Start, name);
            }
        }

        reader.Expect(sign, where);
    }

    private CExpression ReadBinary(int level)
    {
        if (level == s_levels.Length)
        {
            return ReadUnary();
        }

        CExpression left = ReadBinary(level + 1);
        while (reader.Next.Kind == TokenKind.Sign && Array.Find(s_levels[level], reader.Is) is { } sign)
        {
            int start = reader.Take().Start;
            CountOperator(start);
            left = new CBinary(start, sign, left, ReadBinary(level + 1));
        }

        return left;
    }

    private void CountOperator(int offset)
    {
        if (++_operators > OperatorLimit)
        {
            throw reader.Source.Error(offset, $"an expression with more than {OperatorLimit} operators");
        }
    }

    private CExpression ReadUnary()
    {
        Token token = reader.Next;
        reader.Enter();
        CExpression read;
        if (reader.Accept("*"))
        {
            read = new CDereference(token.Start, ReadUnary());
        }
        else if (reader.Accept("&"))
        {
            read = new CAddressOf(token.Start, ReadUnary());
        }
        else if (reader.Accept("+"))
        {
            read = ReadUnary();
        }
        else if (reader.Is("-") || reader.Is("~") || reader.Is("!"))
        {
            string sign = reader.Text(reader.Take());
            read = new CUnary(token.Start, sign, ReadUnary());
        }
        else if (reader.Is("(") && CTypes.IsWord(reader, reader.Peek(1)))
        {
            reader.Take();
            CTypes.TryRead(reader, out _);
            reader.Expect(")", "after the type");
            read = ReadUnary();
        }
        else
        {
            read = ReadPrimary();
        }

        reader.Leave();
        return read;
    }

    private CExpression ReadPrimary()
    {
        Token token = reader.Next;
        if (reader.Accept("("))
        {
            CExpression inner = ReadBinary(0);
            ExpectEnd(")", "after the expression");
            return inner;
        }

        if (token.Kind == TokenKind.Number)
        {
            reader.Take();
            return new CNumber(token.Start, reader.Number(token, isNegative: false));
        }

        if (token.Kind != TokenKind.Word)
        {
            foreach ((string refused, string name) in s_refused)
            {
                if (reader.Is(refused) && refused is "++" or "--")
                {
                    throw reader.Source.Unsupported(token.Start, name);
                }
            }

            throw reader.Expected("an expression");
        }

        string word = reader.Text(reader.Take());
        if (word is "sizeof" or "typeof" or "__typeof__")
        {
            throw reader.Source.Unsupported(token.Start, $"'{word}'");
        }

        return reader.Accept("(") ? ReadCall(token.Start, word) : new CName(token.Start, word);
    }

    private CCall ReadCall(int start, string name)
    {
        var arguments = new List<CExpression>();
        reader.Enter();
        while (!reader.Accept(")"))
        {
            if (arguments.Count > 0)
            {
                if (!reader.Is(","))
                {
                    ExpectEnd(")", "or ',' after an argument");
                    break;
                }

                reader.Take();
            }

            CountOperator(reader.Next.Start);
            arguments.Add(ReadBinary(0));
        }

        reader.Leave();
        return new CCall(start, name, arguments);
    }
}
