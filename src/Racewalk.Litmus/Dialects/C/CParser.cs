using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>Reads the functions and statements of a C test. Not thread-safe.</summary>
internal sealed class CParser
{
    private static readonly string[] s_refusedStatements =
        ["while", "for", "do", "goto", "switch", "case", "default", "return", "asm", "static", "typedef", "enum", "union"];

    private readonly TokenReader _reader;
    private readonly CExpressionParser _expressions;

    private CParser(SourceText source, int position)
    {
        _reader = new TokenReader(source, position, isCode: true);
        _expressions = new CExpressionParser(_reader);
    }

    /// <summary>Reads all functions.</summary>
    /// <param name="source">The file.</param>
    /// <param name="position">Where the first begins; afterwards where the last ends.</param>
    public static IReadOnlyList<CThreadSyntax> Read(SourceText source, ref int position)
    {
        var threads = new List<CThreadSyntax>();
        while (true)
        {
            // Between functions comments are the frame's, within them C's: there "(*" is code.
            Token next = Lexer.Read(source, position, isCode: false);
            if (next.Kind == TokenKind.End || source.Text[next.Start] is '~' or '(' or '<'
                || AsmTableParser.EndWords.Contains(source.Text.Substring(next.Start, next.Length), StringComparer.Ordinal))
            {
                return threads.Count > 0 ? threads : throw source.Error(next.Start, "expected a function such as P0(int *x)");
            }

            var parser = new CParser(source, next.Start);
            threads.Add(parser.ReadFunction(threads.Count));
            position = parser._reader.Position;
        }
    }

    private CThreadSyntax ReadFunction(int expected)
    {
        if (_reader.Is("{"))
        {
            throw _reader.Source.Unsupported(_reader.Next.Start, "code outside functions");
        }

        _reader.Accept("static");
        _reader.Accept("void");
        Token name = _reader.Next;
        if (!PlaceParser.TryThread(_reader, name, out int number) || number != expected)
        {
            throw _reader.Expected($"the function P{expected}");
        }

        _reader.Take();
        _reader.Expect("(", "after the function's name");
        var parameters = new List<CParameter>();
        if (_reader.Is("void") && _reader.Is(_reader.Peek(1), ")"))
        {
            _reader.Take();
        }

        while (!_reader.Accept(")"))
        {
            if (parameters.Count > 0)
            {
                _reader.Expect(",", "or ')' after a parameter");
            }

            parameters.Add(ReadParameter());
        }

        _reader.Expect("{", "before the function's body");
        var body = new List<CStatement>();
        ReadBlock(body);
        return new CThreadSyntax(name.Start, number, parameters, body);
    }

    private CParameter ReadParameter()
    {
        int start = _reader.Next.Start;
        if (!CTypes.TryRead(_reader, out int stars))
        {
            throw _reader.Expected("the type of a parameter");
        }

        string name = _reader.Text(_reader.ExpectWord("the name of a parameter"));
        if (stars == 0 || _reader.Is("["))
        {
            throw _reader.Source.Unsupported(start, "a parameter that is no pointer");
        }

        return new CParameter(start, name);
    }

    // From behind the opening brace to behind the closing one.
    private void ReadBlock(List<CStatement> statements)
    {
        _reader.Enter();
        while (!_reader.Accept("}"))
        {
            if (_reader.Next.Kind == TokenKind.End)
            {
                throw _reader.Expected("'}' at the end of the block");
            }

            ReadStatement(statements);
        }

        _reader.Leave();
    }

    private void ReadStatement(List<CStatement> statements)
    {
        Token first = _reader.Next;
        if (_reader.Accept(";"))
        {
            return;
        }

        if (_reader.Accept("{"))
        {
            ReadBlock(statements);
            return;
        }

        if (_reader.Accept("if"))
        {
            statements.Add(ReadIf(first.Start));
            return;
        }

        string word = first.Kind == TokenKind.Word ? _reader.Text(first) : "";
        // herd knows no loops, and some tests have a variable "continue".
        if (s_refusedStatements.Contains(word, StringComparer.Ordinal) || (word is "break" or "continue" && _reader.Is(_reader.Peek(1), ";")))
        {
            throw _reader.Source.Unsupported(first.Start, $"'{word}'");
        }

        if (word.Length > 0 && _reader.Is(_reader.Peek(1), ":"))
        {
            throw _reader.Source.Unsupported(first.Start, "a label");
        }

        if (CTypes.IsNext(_reader))
        {
            ReadDeclaration(statements);
            return;
        }

        CExpression expression = _expressions.Read();
        if (_reader.Accept("="))
        {
            CExpression value = _expressions.Read();
            statements.Add(new CAssignment(first.Start, expression, value));
        }
        else
        {
            statements.Add(new CEvaluation(first.Start, expression));
        }

        _expressions.ExpectEnd(";", "after the statement");
    }

    private void ReadDeclaration(List<CStatement> statements)
    {
        int start = _reader.Next.Start;
        CTypes.TryRead(_reader, out _);
        do
        {
            while (_reader.Accept("*"))
            {
            }

            Token name = _reader.ExpectWord("the name of a local variable");
            if (_reader.Is("["))
            {
                throw _reader.Source.Unsupported(name.Start, "an array");
            }

            CExpression? value = _reader.Accept("=") ? _expressions.Read() : null;
            statements.Add(new CDeclaration(start, _reader.Text(name), value));
        }
        while (_reader.Accept(","));
        _expressions.ExpectEnd(";", "after the declaration");
    }

    private CIf ReadIf(int start)
    {
        _reader.Enter();
        _reader.Expect("(", "after 'if'");
        CExpression condition = _expressions.Read();
        _expressions.ExpectEnd(")", "after the condition");
        var then = new List<CStatement>();
        ReadStatement(then);
        var otherwise = new List<CStatement>();
        if (_reader.Accept("else"))
        {
            ReadStatement(otherwise);
        }

        _reader.Leave();
        return new CIf(start, condition, then, otherwise);
    }
}
