using System.Text;
using Racewalk.Litmus.Dialects;
using Racewalk.Litmus.Dialects.C;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Syntax;

/// <summary>Reads litmus files.</summary>
public static class LitmusReader
{
    /// <summary>Reads a file and makes its program ready to be run.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LitmusException">The file is wrong or not supported.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LitmusProgram Load(string path) => Lower(Parse(new SourceText(path, File.ReadAllText(path))));

    /// <summary>Makes the program of a file ready to be run.</summary>
    /// <exception cref="LitmusException">The file is wrong or not supported.</exception>
    public static LitmusProgram Lower(LitmusFile file) =>
        file.CThreads is not null ? CDialect.Lower(file)
        : AsmDialects.Find(file.Architecture) is { } dialect ? AsmDialects.Lower(file, dialect)
        : throw file.Source.Unsupported(0, $"the architecture {file.Architecture}");

    /// <summary>Reads the text of a file of any dialect.</summary>
    /// <exception cref="LitmusException">The text is wrong or not supported.</exception>
    public static LitmusFile Parse(SourceText source)
    {
        int position = HeaderParser.Read(source, out (string Architecture, string Name, string Doc, IReadOnlyDictionary<string, string> Info) header);
        var reader = new TokenReader(source, position, isCode: false);
        IReadOnlyList<InitItem> init = InitParser.Read(reader);
        position = reader.Position;
        IReadOnlyList<AsmThread>? asm = null;
        IReadOnlyList<CThreadSyntax>? code = null;
        if (header.Architecture == "C")
        {
            code = CParser.Read(source, ref position);
        }
        else
        {
            asm = AsmTableParser.Read(source, ref position);
        }

        reader = new TokenReader(source, position, isCode: false);
        IReadOnlyList<PlaceSyntax> shown = ConditionParser.ReadLocations(reader);
        ConditionSyntax? filter = reader.Accept("filter") ? ConditionParser.ReadProposition(reader) : null;
        Quantifier quantifier = ConditionParser.ReadQuantifier(reader);
        int start = reader.Next.Start;
        ConditionSyntax condition =
            quantifier == Quantifier.None ? new ConstantCondition(start, true) : ConditionParser.ReadProposition(reader);
        string text = quantifier == Quantifier.None ? "" : Flatten(source.Text[start..reader.Position]);
        ReadEnd(reader);
        return new LitmusFile
        {
            Source = source,
            Architecture = header.Architecture,
            Name = header.Name,
            Doc = header.Doc,
            Info = header.Info,
            Init = init,
            AsmThreads = asm,
            CThreads = code,
            Shown = shown,
            Filter = filter,
            Quantifier = quantifier,
            Condition = condition,
            ConditionText = text,
        };
    }

    // What models of old said of a condition (with tso: ~exists;), and commands for an old tool (<< … >>), are no part of the test.
    private static void ReadEnd(TokenReader reader)
    {
        reader.Accept(";");
        if (reader.Accept("with"))
        {
            while (reader.Next.Kind == TokenKind.Word)
            {
                reader.Take();
                reader.Expect(":", "after the model's name");
                reader.Accept("~");
                if (!reader.Accept("forall"))
                {
                    reader.Expect("exists", "after the model's name");
                }

                reader.Accept(";");
            }
        }

        if (reader.Next.Kind != TokenKind.End && !reader.Is("<<"))
        {
            throw reader.Expected("the end of the file");
        }
    }

    private static string Flatten(string text)
    {
        var flat = new StringBuilder(text.Length);
        var source = new SourceText("", text);
        Token token = Lexer.Read(source, 0, isCode: false);
        for (int end = 0; token.Kind != TokenKind.End; token = Lexer.Read(source, end, isCode: false))
        {
            if (token.Start > end && flat.Length > 0)
            {
                flat.Append(' ');
            }

            flat.Append(text, token.Start, token.Length);
            end = token.End;
        }

        return flat.ToString();
    }
}
