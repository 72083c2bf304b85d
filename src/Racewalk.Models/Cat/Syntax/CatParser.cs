namespace Racewalk.Models.Cat.Syntax;

/// <summary>Parses cat files.</summary>
internal sealed partial class CatParser
{
    private readonly CatSource _source;
    private readonly TokenReader _reader;
    private readonly ExpressionParser _expressions;

    private CatParser(CatSource source)
    {
        _source = source;
        _reader = new TokenReader(source);
        _expressions = new ExpressionParser(_reader);
    }

    public static CatFile Parse(CatSource source) => new CatParser(source).File();

    /// <summary>Parses a text that is one expression.</summary>
    public static Expression ParseExpression(CatSource source)
    {
        var parser = new CatParser(source);
        Expression result = parser._expressions.Expression();
        parser._reader.Expect(TokenKind.End, "after the expression");
        return result;
    }

    private CatFile File()
    {
        (string? architecture, string? title) = (null, null);
        if (_reader.Kind is TokenKind.Name or TokenKind.Text)
        {
            Token first = _reader.Take();
            title = first.Text;
            if (first.Kind == TokenKind.Name)
            {
                architecture = first.Text;
                title = _reader.Kind is TokenKind.Name or TokenKind.Text ? _reader.Take().Text : title;
            }
        }

        bool dependencies = _reader.TryTake(TokenKind.Catdep);
        Instruction[] instructions = Instructions();
        _reader.Expect(TokenKind.End, "or an instruction");
        return new CatFile(_source, architecture, title, dependencies, instructions);
    }

    /// <summary>Instructions up to a token that starts none.</summary>
    private Instruction[] Instructions()
    {
        _reader.Enter();
        var instructions = new List<Instruction>();
        while (Next() is { } instruction)
        {
            instructions.Add(instruction);
        }

        _reader.Leave();
        return [.. instructions];
    }

    private Instruction? Next() => _reader.Kind switch
    {
        TokenKind.Let => Let(),
        TokenKind.Match => Match(),
        TokenKind.Flag or TokenKind.Assert or TokenKind.UndefinedUnless or TokenKind.Tilde or TokenKind.Acyclic or TokenKind.Irreflexive
            or TokenKind.Empty => new TestInstruction(_reader.Here, Test()),
        TokenKind.Show => Show(),
        TokenKind.Unshow => Unshow(),
        TokenKind.Include => Include(),
        TokenKind.Procedure => Procedure(),
        TokenKind.Call => Call(),
        TokenKind.Enum => Enum(),
        TokenKind.Debug => Debug(),
        TokenKind.Forall => Forall(),
        TokenKind.With => With(),
        TokenKind.If => If(),
        TokenKind.Instructions or TokenKind.Default => Annotations(),
        _ => null,
    };

    private LetInstruction Let()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        bool recursive = _reader.TryTake(TokenKind.Rec);
        Binding[] bindings = _expressions.Bindings();
        Test? when = null;
        if (recursive && _reader.TryTake(TokenKind.When))
        {
            when = ApplyTest(TestRole.Check);
        }

        _reader.TryTake(TokenKind.In);
        return new LetInstruction(at, recursive, bindings, when);
    }

    private Test Test()
    {
        TestRole role = _reader.Kind switch
        {
            TokenKind.Flag => TestRole.Flag,
            TokenKind.Assert => TestRole.Assert,
            TokenKind.UndefinedUnless => TestRole.UndefinedUnless,
            _ => TestRole.Check,
        };
        if (role != TestRole.Check)
        {
            _reader.Take();
        }

        return ApplyTest(role);
    }

    private Test ApplyTest(TestRole role)
    {
        SourceSpot at = _reader.Here;
        bool negated = _reader.TryTake(TokenKind.Tilde);
        TestKind kind = _reader.Kind switch
        {
            TokenKind.Acyclic => TestKind.Acyclic,
            TokenKind.Irreflexive => TestKind.Irreflexive,
            TokenKind.Empty => TestKind.Empty,
            _ => throw _reader.Expected("'acyclic', 'irreflexive' or 'empty'", "here"),
        };
        _reader.Take();
        Expression subject = _expressions.Expression();
        return new Test(at, role, negated, kind, subject, OptionalName());
    }

    private string? OptionalName() => _reader.TryTake(TokenKind.As) ? _reader.Expect(TokenKind.Name, "after 'as'").Text : null;
}
