namespace Racewalk.Litmus.Syntax;

/// <summary>Reads page-table descriptors and the names of their locations.</summary>
internal static class DescriptorParser
{
    /// <summary>The word before the value of PAR_EL1.</summary>
    public const string AddressRegisterWord = "parel1_t";

    private const string OutputField = "oa";
    private const string AttributesField = "attrs";
    private const string FaultField = "f";
    private const string OldEntryPrefix = "pte_";
    private const string OldPagePrefix = "phy_";

    /// <summary>The name of the location that has a page's descriptor.</summary>
    public static string EntryOf(string page) => $"PTE({page})";

    /// <summary>The page whose descriptor a location has; null if it is no descriptor's.</summary>
    public static string? PageOf(string entry) =>
        entry.StartsWith("PTE(", StringComparison.Ordinal) && entry.EndsWith(')') ? entry[4..^1] : null;

    /// <summary>The name in the present spelling: old tests write <c>pte_x</c> for <c>PTE(x)</c>.</summary>
    public static string Modern(string name) =>
        name.StartsWith(OldEntryPrefix, StringComparison.Ordinal) ? EntryOf(name[OldEntryPrefix.Length..]) : name;

    /// <summary>Whether a word before a page's name makes it the name of its descriptor.</summary>
    public static bool IsEntryWord(string word) => word is "PTE" or "TTD";

    /// <summary>What another word before a page's name is called in a refusal.</summary>
    public static string Refused(string word) =>
        word is "PMD" or "PUD" or "P4D" or "PGD" ? $"{word}(…), a level above the one descriptor of each page," : $"{word}(…)";

    /// <summary>Reads what stands behind PTE or TTD; returns the location's name.</summary>
    public static string ReadEntry(TokenReader reader, Token word)
    {
        string text = reader.Text(word);
        return IsEntryWord(text) ? EntryOf(ReadArgument(reader)) : throw reader.Source.Unsupported(word.Start, Refused(text));
    }

    /// <summary>Reads a descriptor from its opening parenthesis on.</summary>
    public static DescriptorSyntax Read(TokenReader reader)
    {
        int start = reader.Next.Start;
        OutputSyntax? output = null;
        var fields = new List<FieldSyntax>();
        var attributes = new List<AttributeSyntax>();
        var given = new HashSet<string>(StringComparer.Ordinal);
        ReadFields(reader, name =>
        {
            string text = reader.Text(name);
            if (!given.Add(text))
            {
                throw reader.Source.Error(name.Start, $"the field '{text}' is given twice");
            }

            switch (text)
            {
                case OutputField:
                    output = ReadOutput(reader);
                    break;
                case AttributesField:
                    ReadAttributes(reader, attributes);
                    break;
                default:
                    fields.Add(new FieldSyntax(name.Start, text, ReadBit(reader)));
                    break;
            }
        });
        return new DescriptorSyntax(start, output, fields, attributes);
    }

    /// <summary>Reads the value of PAR_EL1 from its opening parenthesis on.</summary>
    public static AddressRegisterSyntax ReadAddressRegister(TokenReader reader)
    {
        int start = reader.Next.Start;
        OutputSyntax? output = null;
        bool isFault = false;
        ReadFields(reader, name =>
        {
            switch (reader.Text(name))
            {
                case OutputField:
                    output = ReadOutput(reader);
                    break;
                case FaultField:
                    isFault = ReadBit(reader) == 1;
                    break;
                default:
                    throw reader.Source.Error(name.Start, $"expected 'oa' or 'f', found '{reader.Text(name)}'");
            }
        });
        return output is null == isFault
            ? new AddressRegisterSyntax(start, output, isFault)
            : throw reader.Source.Error(start, "expected either 'oa' or 'f:1'");
    }

    private static void ReadFields(TokenReader reader, Action<Token> readField)
    {
        reader.Expect("(", "before the fields");
        while (!reader.Accept(")"))
        {
            Token name = reader.ExpectWord("the name of a field");
            reader.Expect(":", "after the field's name");
            readField(name);
            if (!reader.Is(")"))
            {
                reader.Expect(",", "or ')' after a field");
            }
        }
    }

    private static OutputSyntax ReadOutput(TokenReader reader)
    {
        Token word = reader.ExpectWord("a page, such as PA(x)");
        string text = reader.Text(word);
        if (!reader.Is("("))
        {
            return text.StartsWith(OldPagePrefix, StringComparison.Ordinal) ? new OutputSyntax(word.Start, text[OldPagePrefix.Length..])
                : text.StartsWith(OldEntryPrefix, StringComparison.Ordinal) ? new OutputSyntax(word.Start, Modern(text))
                : throw reader.Source.Error(word.Start, $"expected a page, such as PA(x), found '{text}'");
        }

        return text == "PA" ? new OutputSyntax(word.Start, ReadArgument(reader)) : new OutputSyntax(word.Start, ReadEntry(reader, word));
    }

    private static void ReadAttributes(TokenReader reader, List<AttributeSyntax> attributes)
    {
        reader.Expect("(", "before the attributes");
        while (!reader.Accept(")"))
        {
            Token first = reader.ExpectWord("a memory attribute");
            string name = reader.Text(first);
            while (reader.Accept("-"))
            {
                name += "-" + reader.Text(reader.ExpectWord("the rest of the attribute"));
            }

            attributes.Add(new AttributeSyntax(first.Start, name));
            if (!reader.Is(")"))
            {
                reader.Expect(",", "or ')' after an attribute");
            }
        }
    }

    private static ulong ReadBit(TokenReader reader)
    {
        Token token = reader.Next;
        if (token.Kind != TokenKind.Number)
        {
            throw reader.Expected("0 or 1");
        }

        ulong value = reader.Number(reader.Take(), isNegative: false);
        return value <= 1 ? value : throw reader.Source.Error(token.Start, "expected 0 or 1");
    }

    private static string ReadArgument(TokenReader reader)
    {
        reader.Expect("(", "before the page's name");
        string name = reader.Text(reader.ExpectWord("the name of a page"));
        reader.Expect(")", "after the page's name");
        return name;
    }
}
