using System.Numerics;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Setup;

/// <summary>Reads the language of <c>page_table_setup</c>.</summary>
internal static class SetupParser
{
    /// <summary>Reads a text that is a sequence of statements.</summary>
    public static IReadOnlyList<SetupStatement> ReadWhole(IslaCursor cursor)
    {
        List<SetupStatement> statements = ReadStatements(cursor);
        cursor.ExpectEnd("a statement");
        return statements;
    }

    // Up to the end or a closing brace; the last statement needs no semicolon.
    private static List<SetupStatement> ReadStatements(IslaCursor cursor)
    {
        cursor.Enter();
        var statements = new List<SetupStatement>();
        while (!cursor.IsAtEnd && !cursor.Is("}"))
        {
            SetupStatement statement = ReadStatement(cursor, out bool isBraced);
            statements.Add(statement);
            if (!cursor.Accept(";") && !isBraced && !cursor.IsAtEnd && !cursor.Is("}"))
            {
                throw cursor.Expected("';' after a statement");
            }
        }

        cursor.Leave();
        return statements;
    }

    private static SetupStatement ReadStatement(IslaCursor cursor, out bool isBraced)
    {
        isBraced = false;
        Token token = cursor.Next;
        switch (token.Kind == TokenKind.End ? "" : cursor.Text(token))
        {
            case "option":
                cursor.Take();
                return ReadOption(cursor, token.Start);
            case "aligned" or "virtual" or "intermediate" or "physical":
                return ReadDeclaration(cursor);
            case "identity":
                cursor.Take();
                return MappingParser.ReadIdentity(cursor, token.Start);
            case "assert":
                cursor.Take();
                return new SetupAssert(token.Start, SetupExpressionParser.Read(cursor));
            case "let":
                cursor.Take();
                return ReadFunction(cursor, token.Start);
            case "s1table" or "s2table":
                return ReadTable(cursor, out isBraced);
            case "*":
                cursor.Take();
                IslaExpression address = SetupExpressionParser.Read(cursor);
                cursor.Expect("=", "after an address");
                return new SetupInitialValue(token.Start, address, SetupExpressionParser.Read(cursor));
            default:
                return MappingParser.ReadMapping(cursor);
        }
    }

    private static SetupOption ReadOption(IslaCursor cursor, int start)
    {
        string name = SetupExpressionParser.TakeName(cursor, "the name of an option").Name;
        cursor.Expect("=", "after the name of an option");
        return cursor.Is("true") || cursor.Is("false")
            ? new SetupOption(start, name, cursor.Text(cursor.Take()) == "true")
            : throw cursor.Expected("'true' or 'false'");
    }

    private static SetupDeclaration ReadDeclaration(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        ulong alignment = Granule.PageSize;
        if (cursor.Accept("aligned"))
        {
            int at = cursor.Next.Start;
            alignment = IslaNumbers.Take(cursor, "a number of bytes") is IslaInteger number ? number.Value : 0;
            if (!BitOperations.IsPow2(alignment) || alignment < Granule.PageSize || alignment > 1UL << 39)
            {
                throw cursor.Source.Error(at, "expected a power of two from 4096 to 2^39");
            }
        }

        AddressKind kind = cursor.Accept("virtual") ? AddressKind.Virtual
            : cursor.Accept("intermediate") ? AddressKind.Intermediate
            : cursor.Accept("physical") ? AddressKind.Physical
            : throw cursor.Expected("'virtual', 'intermediate' or 'physical'");
        var names = new List<IslaName>();
        do
        {
            names.Add(SetupExpressionParser.TakeName(cursor, "the name of an address"));
        }
        while (SetupExpressionParser.IsName(cursor, cursor.Next));
        return new SetupDeclaration(start, kind, alignment, names);
    }

    private static SetupFunction ReadFunction(IslaCursor cursor, int start)
    {
        string name = SetupExpressionParser.TakeName(cursor, "the name of a function").Name;
        cursor.Expect("(", "after the name of a function");
        var parameters = new List<IslaName>();
        do
        {
            parameters.Add(SetupExpressionParser.TakeName(cursor, "the name of a parameter"));
        }
        while (cursor.Accept(","));
        cursor.Expect(")", "after the parameters");
        cursor.Expect("=", "after the parameters");
        return new SetupFunction(start, name, parameters, SetupExpressionParser.Read(cursor));
    }

    private static SetupTable ReadTable(IslaCursor cursor, out bool isBraced)
    {
        Token token = cursor.Take();
        int stage = cursor.Is(token, "s1table") ? 1 : 2;
        string name = SetupExpressionParser.TakeName(cursor, "the name of a table").Name;
        IslaExpression? address = cursor.Is(";") || cursor.Is("{") || cursor.Is("}") || cursor.IsAtEnd ? null : SetupExpressionParser.Read(cursor);
        isBraced = cursor.Accept("{");
        IReadOnlyList<SetupStatement> statements = [];
        if (isBraced)
        {
            statements = ReadStatements(cursor);
            cursor.Expect("}", $"at the end of the table {name}");
            if (statements.FirstOrDefault(s => s is not (SetupMapping or SetupTable)) is { } other)
            {
                throw cursor.Source.Error(other.Offset, "expected a mapping or a table in the braces of a table");
            }
        }

        return new SetupTable(token.Start, stage, name, address, statements);
    }
}
