using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>
/// Reads final assertions. The operators do not bind differently: a chain is of one operator, and brackets separate it from others, as in isla.
/// </summary>
internal static class IslaAssertionParser
{
    private const int ThreadLimit = 1000;

    /// <summary>Reads a text that is one assertion.</summary>
    public static IslaAssertion ReadWhole(IslaCursor cursor)
    {
        IslaAssertion read = Read(cursor);
        cursor.ExpectEnd("the end of the assertion");
        return read;
    }

    private static IslaAssertion Read(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        IslaAssertion first = ReadAtom(cursor);
        if (cursor.Is("&") || cursor.Is("|"))
        {
            string chain = cursor.Text(cursor.Next);
            var operands = new List<IslaAssertion> { first };
            while (cursor.Accept(chain))
            {
                operands.Add(ReadAtom(cursor));
            }

            first = chain == "&" ? new IslaConjunction(start, operands) : new IslaDisjunction(start, operands);
        }
        else if (cursor.Accept("->"))
        {
            first = new IslaImplication(start, first, ReadAtom(cursor));
        }

        return cursor.Is("&") || cursor.Is("|") || cursor.Is("->") ? throw cursor.Expected("brackets around what comes before another operator") : first;
    }

    private static IslaAssertion ReadAtom(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        cursor.Enter();
        IslaAssertion read;
        if (cursor.Accept("~"))
        {
            read = new IslaNegation(start, ReadAtom(cursor));
        }
        else if (cursor.Accept("("))
        {
            read = Read(cursor);
            cursor.Expect(")", "after the assertion");
        }
        else if (cursor.Is("true") || cursor.Is("false"))
        {
            read = new IslaConstant(start, cursor.Text(cursor.Take()) == "true");
        }
        else
        {
            IslaPlace place = ReadPlace(cursor);
            cursor.Expect("=", "after a register or a memory location");
            read = new IslaEquality(start, place, IslaExpressionParser.Read(cursor));
        }

        cursor.Leave();
        return read;
    }

    private static IslaPlace ReadPlace(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        if (cursor.Accept("*"))
        {
            return new IslaMemoryPlace(start, cursor.ExpectName("the name of an address after '*'"));
        }

        const string What = "a register such as 0:X0, or '*' and the name of an address";
        if (cursor.Next.Kind != TokenKind.Number)
        {
            throw cursor.Expected(What);
        }

        int thread = IslaNumbers.TakeSmall(cursor, "the number of a thread", 0, ThreadLimit);
        cursor.Expect(":", "after the number of a thread");
        string register = cursor.ExpectName("a register");
        while (cursor.Accept("."))
        {
            register += "." + cursor.ExpectName("a field of the register");
        }

        return new IslaRegisterPlace(start, thread, register);
    }
}
