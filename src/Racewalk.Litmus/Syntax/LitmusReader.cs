using System.Text;
using Racewalk.Litmus.Dialects;
using Racewalk.Litmus.Dialects.C;
using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Syntax;

/// <summary>Reads litmus files.</summary>
public static class LitmusReader
{
    /// <summary>How the names of files in isla's dialect end.</summary>
    public const string TableTests = ".toml";

    /// <summary>Reads a file and makes its program ready to be run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="variants">Variants of tests of page tables that the file itself does not name, such as <c>vmsa</c> and <c>ets2</c>; a dialect that does not have one ignores it.</param>
    /// <exception cref="LitmusException">The file is wrong or not supported.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LitmusProgram Load(string path, IReadOnlySet<string>? variants = null) =>
        path.EndsWith(TableTests, StringComparison.OrdinalIgnoreCase)
            ? IslaLowering.Lower(IslaReader.Load(path), variants)
            : Lower(Parse(new SourceText(path, File.ReadAllText(path))), variants);

    /// <summary>Makes the program of a file ready to be run.</summary>
    /// <exception cref="LitmusException">The file is wrong or not supported.</exception>
    public static LitmusProgram Lower(LitmusFile file, IReadOnlySet<string>? variants = null) =>
        file.CThreads is not null ? CDialect.Lower(file)
        : AsmDialects.Find(file.Architecture) is { } dialect ? AsmDialects.Lower(file, dialect, variants)
        : throw file.Source.Unsupported(0, $"the architecture {file.Architecture}");

    /// <summary>Whether a variant is one that <see cref="Load"/> takes: it says how a test of page tables is taken, whatever the model.</summary>
    public static bool IsTestVariant(string name) => TestVariants.OfTests.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The variants for which <see cref="IsTestVariant"/> says yes.</summary>
    public static IReadOnlyList<string> TestVariantNames => TestVariants.OfTests;

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
        var faults = new List<FaultCondition>();
        IReadOnlyList<PlaceSyntax> shown = ConditionParser.ReadLocations(reader, faults);
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
            ShownFaults = faults,
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
