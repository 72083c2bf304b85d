namespace Racewalk.Litmus.Syntax;

/// <summary>Reads the initial state, the items between the braces.</summary>
internal static class InitParser
{
    /// <summary>Reads from the opening brace to behind the closing one, and a semicolon if there is one.</summary>
    public static IReadOnlyList<InitItem> Read(TokenReader reader)
    {
        var items = new List<InitItem>();
        reader.Expect("{", "before the initial state");
        while (!reader.Accept("}"))
        {
            if (reader.Accept(";"))
            {
                continue;
            }

            items.Add(ReadItem(reader));
            if (!reader.Is("}"))
            {
                reader.Expect(";", "or '}' after an item of the initial state");
            }
        }

        reader.Accept(";");
        return items;
    }

    private static InitItem ReadItem(TokenReader reader)
    {
        int start = reader.Next.Start;
        var type = new List<string>();
        while (reader.Next.Kind == TokenKind.Word && !PlaceParser.IsRegister(reader) && IsTypeBefore(reader, reader.Peek(1)))
        {
            type.Add(reader.Text(reader.Take()));
        }

        bool isPointer = false;
        while (reader.Accept("*"))
        {
            isPointer = true;
        }

        PlaceSyntax place = PlaceParser.Read(reader);
        ValueSyntax? value = reader.Accept("=") ? ReadValue(reader) : null;
        return new InitItem(start, string.Join(' ', type), isPointer, place, value);
    }

    // A word is part of the type if a place or another star follows. x[2] is an array and no type.
    private static bool IsTypeBefore(TokenReader reader, Token next) =>
        next.Kind is TokenKind.Word or TokenKind.Number || reader.Is(next, "*") || (reader.Is(next, "[") && reader.Peek(2).Kind == TokenKind.Word);

    private static ValueSyntax ReadValue(TokenReader reader)
    {
        if (!reader.Is("ATOMIC_INIT"))
        {
            return PlaceParser.ReadValue(reader);
        }

        reader.Take();
        reader.Expect("(", "after ATOMIC_INIT");
        ValueSyntax value = PlaceParser.ReadValue(reader);
        reader.Expect(")", "after the value");
        return value;
    }
}
