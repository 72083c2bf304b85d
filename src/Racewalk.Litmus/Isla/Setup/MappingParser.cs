namespace Racewalk.Litmus.Isla.Setup;

/// <summary>Reads mappings and what they say of the entry.</summary>
internal static class MappingParser
{
    /// <summary>Reads what follows the word <c>identity</c>.</summary>
    public static SetupMapping ReadIdentity(IslaCursor cursor, int start)
    {
        IslaExpression address = SetupExpressionParser.Read(cursor);
        return ReadRest(cursor, start, MappingKind.Identity, address, address);
    }

    /// <summary>Reads a mapping from one address to another.</summary>
    public static SetupMapping ReadMapping(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        IslaExpression from = SetupExpressionParser.Read(cursor);
        MappingKind kind = cursor.Accept("|->") ? MappingKind.Initial
            : cursor.Accept("?->") ? MappingKind.Potential
            : throw cursor.Expected("'|->' or '?->' after an address");
        return ReadRest(cursor, start, kind, from, SetupExpressionParser.Read(cursor));
    }

    private static SetupMapping ReadRest(IslaCursor cursor, int start, MappingKind kind, IslaExpression from, IslaExpression to)
    {
        var attributes = new SetupAttributes(cursor.Position, IsCode: false, []);
        SetupAttributes? stageTwo = null;
        if (cursor.Accept("with"))
        {
            attributes = ReadAttributes(cursor);
            stageTwo = cursor.Accept("and") ? ReadAttributes(cursor) : null;
        }

        const int Lowest = 3;
        int level = Lowest;
        if (cursor.Accept("at"))
        {
            cursor.Expect("level", "after 'at'");
            level = IslaNumbers.TakeSmall(cursor, "a level", 1, Lowest);
        }

        return new SetupMapping(start, kind, from, to)
        {
            Attributes = attributes,
            StageTwoAttributes = stageTwo,
            Level = level,
            Walk = cursor.Accept("as") ? SetupExpressionParser.TakeName(cursor, "the name of a walk") : null,
        };
    }

    private static SetupAttributes ReadAttributes(IslaCursor cursor)
    {
        int start = cursor.Next.Start;
        if (cursor.Is("default") || cursor.Is("code"))
        {
            return new SetupAttributes(start, cursor.Text(cursor.Take()) == "code", []);
        }

        if (!cursor.Accept("["))
        {
            throw cursor.Expected("'default', 'code' or '['");
        }

        var fields = new List<SetupField>();
        do
        {
            IslaName name = SetupExpressionParser.TakeName(cursor, "the name of a field, such as AP");
            cursor.Expect("=", "after the name of a field");
            int at = cursor.Next.Start;
            IslaBits value = IslaNumbers.Take(cursor, "bits such as 0b11") as IslaBits ?? throw cursor.Source.Error(at, "expected bits such as 0b11");
            fields.Add(new SetupField(name.Offset, name.Name, value));
        }
        while (cursor.Accept(","));
        cursor.Expect("]", "after the fields");
        return new SetupAttributes(start, IsCode: false, fields);
    }
}
