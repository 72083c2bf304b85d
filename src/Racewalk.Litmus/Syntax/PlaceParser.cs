using System.Globalization;

namespace Racewalk.Litmus.Syntax;

/// <summary>Reads registers, locations and values, which initial states and conditions write alike.</summary>
internal static class PlaceParser
{
    private const int MaxArrayLength = 1024;

    /// <summary>Whether a register is next: <c>0:X1</c> or <c>P0:X1</c>.</summary>
    public static bool IsRegister(TokenReader reader, int distance = 0) =>
        (reader.Peek(distance).Kind == TokenKind.Number || TryThread(reader, reader.Peek(distance), out _)) && reader.Is(reader.Peek(distance + 1), ":");

    /// <summary>Reads a register or location: <c>0:X1</c>, <c>x</c>, <c>[x]</c>.</summary>
    public static PlaceSyntax Read(TokenReader reader)
    {
        int start = reader.Next.Start;
        if (IsRegister(reader))
        {
            int thread = Thread(reader);
            reader.Expect(":", "after the thread's number");
            Token name = reader.ExpectWord("the name of a register");
            return reader.Source.Text[name.Start] == '%'
                ? throw reader.Source.Unsupported(name.Start, "a symbolic register")
                : new PlaceSyntax(start, thread, reader.Text(name));
        }

        bool isBracketed = reader.Accept("[");
        PlaceSyntax location = ReadLocation(reader);
        if (isBracketed)
        {
            reader.Expect("]", "after the location's name");
        }
        else
        {
            location = location with { Index = ReadIndex(reader) };
        }

        return location;
    }

    /// <summary>Reads the name of a location.</summary>
    public static PlaceSyntax ReadLocation(TokenReader reader)
    {
        Token name = reader.ExpectWord("a register such as 0:r1 or the name of a location");
        string text = reader.Text(name);
        if (reader.Is("("))
        {
            return new PlaceSyntax(name.Start, -1, DescriptorParser.ReadEntry(reader, name));
        }

        return text[0] == '%' ? throw reader.Source.Unsupported(name.Start, "a symbolic register") : new PlaceSyntax(name.Start, -1, text);
    }

    /// <summary>Reads a value: a number, a location's name with or without an ampersand, an array's values, or a label.</summary>
    public static ValueSyntax ReadValue(TokenReader reader)
    {
        Token token = reader.Next;
        bool isNegative = reader.Accept("-");
        if (reader.Next.Kind == TokenKind.Number)
        {
            Token number = reader.Take();
            return reader.Is(":")
                ? throw reader.Source.Unsupported(token.Start, "a label or a tagged address as a value")
                : new NumberSyntax(token.Start, reader.Number(number, isNegative));
        }

        if (isNegative)
        {
            throw reader.Expected("a number after '-'");
        }

        if (reader.Is("("))
        {
            return DescriptorParser.Read(reader);
        }

        if (reader.Accept("{"))
        {
            return ReadArray(reader, token.Start);
        }

        reader.Accept("&");
        Token name = reader.ExpectWord("a number or the name of a location");
        if (reader.Is("("))
        {
            return new SymbolSyntax(name.Start, DescriptorParser.ReadEntry(reader, name));
        }

        if (reader.Accept(":"))
        {
            if (reader.Text(name) == DescriptorParser.AddressRegisterWord && reader.Is("("))
            {
                return DescriptorParser.ReadAddressRegister(reader);
            }

            return ReadLabel(reader, name);
        }

        return new SymbolSyntax(name.Start, reader.Text(name)) { Index = ReadIndex(reader) };
    }

    // P1:L0 or label:"P1:L0"; behind a colon there may be an instruction or an address's tag as well.
    private static LabelSyntax ReadLabel(TokenReader reader, Token first)
    {
        if (TryThread(reader, first, out int thread) && reader.Next.Kind == TokenKind.Word)
        {
            return new LabelSyntax(first.Start, thread, reader.Text(reader.Take()));
        }

        if (reader.Text(first) != "label" || reader.Next.Kind != TokenKind.Quoted)
        {
            throw reader.Source.Unsupported(first.Start, reader.Text(first) == "instr" ? "an instruction as a value" : "a tagged address as a value");
        }

        Token quoted = reader.Take();
        string[] parts = reader.Text(quoted).Trim('"').Split(':');
        return parts.Length == 2 && parts[1].Length > 0
            && int.TryParse(parts[0].AsSpan(parts[0].StartsWith('P') ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out thread)
            ? new LabelSyntax(first.Start, thread, parts[1])
            : throw reader.Source.Error(quoted.Start, "expected a thread and a label, such as \"P0:L0\"");
    }

    // [1] behind the name of an array, or nothing: -1.
    private static int ReadIndex(TokenReader reader)
    {
        if (!reader.Accept("["))
        {
            return -1;
        }

        Token number = reader.Next;
        ulong index = number.Kind == TokenKind.Number ? reader.Number(reader.Take(), isNegative: false) : throw reader.Expected("a number in the brackets");
        reader.Expect("]", "after the number");
        return index <= MaxArrayLength
            ? (int)index
            : throw reader.Source.Error(number.Start, FormattableString.Invariant($"an array has at most {MaxArrayLength} elements"));
    }

    private static ArraySyntax ReadArray(TokenReader reader, int start)
    {
        var elements = new List<ValueSyntax>();
        reader.Enter();
        while (!reader.Accept("}"))
        {
            elements.Add(ReadValue(reader));
            if (!reader.Is("}"))
            {
                reader.Expect(",", "or '}' after an element");
            }
        }

        reader.Leave();
        return new ArraySyntax(start, elements);
    }

    /// <summary>Reads the number of a thread, with or without P.</summary>
    public static int Thread(TokenReader reader)
    {
        Token token = reader.Next;
        if (TryThread(reader, token, out int thread))
        {
            reader.Take();
            return thread;
        }

        if (token.Kind != TokenKind.Number || !int.TryParse(reader.Text(token), NumberStyles.None, CultureInfo.InvariantCulture, out thread))
        {
            throw reader.Expected("a thread such as P0");
        }

        reader.Take();
        return thread;
    }

    /// <summary>Whether a token is a thread's name: P and its number.</summary>
    public static bool TryThread(TokenReader reader, Token token, out int thread)
    {
        thread = -1;
        ReadOnlySpan<char> text = reader.Source.Text.AsSpan(token.Start, token.Length);
        return token.Kind == TokenKind.Word && text[0] == 'P' && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out thread);
    }
}
