namespace Racewalk.Models.Cat.Syntax;

/// <content>Instructions that are neither definitions nor tests.</content>
internal sealed partial class CatParser
{
    private Instruction Show()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        Expression first = _expressions.Base();
        if (_reader.TryTake(TokenKind.As))
        {
            return new ShowAsInstruction(at, first, _reader.Expect(TokenKind.Name, "after 'as'").Text);
        }

        if (first is not NameExpression name)
        {
            throw _reader.Expected("'as'", "after an expression to show");
        }

        var names = new List<string> { name.Name };
        while (_reader.TryTake(TokenKind.Comma))
        {
            names.Add(_reader.Expect(TokenKind.Name, "to show").Text);
        }

        return new ShowInstruction(at, true, [.. names]);
    }

    private ShowInstruction Unshow()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        var names = new List<string>();
        do
        {
            names.Add(_reader.Expect(TokenKind.Name, "not to show").Text);
        }
        while (_reader.TryTake(TokenKind.Comma));
        return new ShowInstruction(at, false, [.. names]);
    }

    private IncludeInstruction Include()
    {
        _reader.Take();
        SourceSpot at = _reader.Here;
        return new IncludeInstruction(at, _reader.Expect(TokenKind.Text, "after 'include'").Text);
    }

    private ProcedureInstruction Procedure()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        bool recursive = _reader.TryTake(TokenKind.Rec);
        string name = _reader.Expect(TokenKind.Name, "after 'procedure'").Text;
        Pattern parameter = _expressions.Parameter();
        _reader.Expect(TokenKind.Equal, "after the parameters");
        Instruction[] body = Instructions();
        _reader.Expect(TokenKind.EndWord, "at the end of this procedure");
        return new ProcedureInstruction(at, recursive, name, parameter, body);
    }

    private CallInstruction Call()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        string name = _reader.Expect(TokenKind.Name, "after 'call'").Text;
        Expression argument = _reader.Kind == TokenKind.Name
            ? new NameExpression(_reader.Here, _reader.Take().Text)
            : _expressions.Simple();
        return new CallInstruction(at, name, argument, OptionalName());
    }

    private EnumInstruction Enum()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        string name = _reader.Expect(TokenKind.Name, "after 'enum'").Text;
        _reader.Expect(TokenKind.Equal, "after the name");
        _reader.TryTake(TokenKind.BarBar);
        var tags = new List<string>();
        do
        {
            tags.Add(_reader.Expect(TokenKind.Tag, "of this enumeration").Text);
        }
        while (_reader.TryTake(TokenKind.BarBar));
        return new EnumInstruction(at, name, [.. tags]);
    }

    /// <summary><c>debug e</c> prints in the language's first implementation and has no other effect.</summary>
    private LetInstruction Debug()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        return new LetInstruction(at, false, [new Binding(at, Pattern.One(null), _expressions.Expression())], null);
    }

    private ForallInstruction Forall()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        string name = _reader.Expect(TokenKind.Name, "after 'forall'").Text;
        _reader.Expect(TokenKind.In, "after the name");
        Expression set = _expressions.Expression();
        _reader.Expect(TokenKind.Do, "after the set");
        Instruction[] body = Instructions();
        _reader.Expect(TokenKind.EndWord, "at the end of this 'forall'");
        return new ForallInstruction(at, name, set, body);
    }

    private WithInstruction With()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        string name = _reader.Expect(TokenKind.Name, "after 'with'").Text;
        _reader.Expect(TokenKind.From, "after the name");
        return new WithInstruction(at, name, _expressions.Expression());
    }

    private IfInstruction If()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        Condition condition = _expressions.Variants();
        Instruction[] then = Instructions();
        Instruction[] otherwise = _reader.TryTake(TokenKind.Else) ? Instructions() : [];
        _reader.Expect(TokenKind.EndWord, "at the end of this 'if'");
        return new IfInstruction(at, condition, then, otherwise);
    }

    private AnnotationInstruction Annotations()
    {
        SourceSpot at = _reader.Here;
        bool isDefault = _reader.Take().Kind == TokenKind.Default;
        string events = _reader.Expect(TokenKind.Name, "for a kind of event").Text;
        Expression[] annotations = _expressions.Items(TokenKind.LeftBracket, TokenKind.RightBracket, "of the annotations");
        return new AnnotationInstruction(at, events, annotations, isDefault);
    }

    private MatchInstruction Match()
    {
        SourceSpot at = _reader.Here;
        _reader.Take();
        Expression subject = _expressions.Expression();
        _reader.Expect(TokenKind.With, "after what is matched");
        _reader.TryTake(TokenKind.BarBar);
        var clauses = new List<(string Tag, Instruction[] Body)>();
        Instruction[]? otherwise = null;
        do
        {
            if (_reader.TryTake(TokenKind.Underscore))
            {
                _reader.Expect(TokenKind.Arrow, "after '_'");
                otherwise = Instructions();
                break;
            }

            string tag = _reader.Expect(TokenKind.Tag, "in this 'match'").Text;
            _reader.Expect(TokenKind.Arrow, "after the tag");
            clauses.Add((tag, Instructions()));
        }
        while (_reader.TryTake(TokenKind.BarBar));
        _reader.Expect(TokenKind.EndWord, "at the end of this 'match'");
        return new MatchInstruction(at, subject, [.. clauses], otherwise);
    }
}
