namespace Racewalk.Models.Cat.Syntax;

/// <summary>The words that cannot be names, and how tokens are called in messages.</summary>
internal static class Keywords
{
    private static readonly Dictionary<string, TokenKind> s_words = new(StringComparer.Ordinal)
    {
        ["acyclic"] = TokenKind.Acyclic,
        ["and"] = TokenKind.And,
        ["as"] = TokenKind.As,
        ["assert"] = TokenKind.Assert,
        ["begin"] = TokenKind.Begin,
        ["call"] = TokenKind.Call,
        ["catdep"] = TokenKind.Catdep,
        ["debug"] = TokenKind.Debug,
        ["default"] = TokenKind.Default,
        ["do"] = TokenKind.Do,
        ["else"] = TokenKind.Else,
        ["empty"] = TokenKind.Empty,
        ["end"] = TokenKind.EndWord,
        ["enum"] = TokenKind.Enum,
        ["flag"] = TokenKind.Flag,
        ["forall"] = TokenKind.Forall,
        ["from"] = TokenKind.From,
        ["fun"] = TokenKind.Fun,
        ["if"] = TokenKind.If,
        ["in"] = TokenKind.In,
        ["include"] = TokenKind.Include,
        ["instructions"] = TokenKind.Instructions,
        ["irreflexive"] = TokenKind.Irreflexive,
        ["let"] = TokenKind.Let,
        ["match"] = TokenKind.Match,
        ["not"] = TokenKind.Not,
        ["procedure"] = TokenKind.Procedure,
        ["rec"] = TokenKind.Rec,
        ["show"] = TokenKind.Show,
        ["subset"] = TokenKind.Subset,
        ["then"] = TokenKind.Then,
        ["try"] = TokenKind.Try,
        ["undefined_unless"] = TokenKind.UndefinedUnless,
        ["unshow"] = TokenKind.Unshow,
        ["variant"] = TokenKind.Variant,
        ["when"] = TokenKind.When,
        ["with"] = TokenKind.With,
    };

    private static readonly Dictionary<TokenKind, string> s_signs = new()
    {
        [TokenKind.LeftParenthesis] = "(",
        [TokenKind.RightParenthesis] = ")",
        [TokenKind.LeftBrace] = "{",
        [TokenKind.RightBrace] = "}",
        [TokenKind.LeftBracket] = "[",
        [TokenKind.RightBracket] = "]",
        [TokenKind.Underscore] = "_",
        [TokenKind.Zero] = "0",
        [TokenKind.Bar] = "|",
        [TokenKind.BarBar] = "||",
        [TokenKind.Ampersand] = "&",
        [TokenKind.AmpersandAmpersand] = "&&",
        [TokenKind.Star] = "*",
        [TokenKind.Tilde] = "~",
        [TokenKind.Plus] = "+",
        [TokenKind.PlusPlus] = "++",
        [TokenKind.Caret] = "^",
        [TokenKind.MinusOne] = "-1",
        [TokenKind.Backslash] = "\\",
        [TokenKind.Question] = "?",
        [TokenKind.Equal] = "=",
        [TokenKind.Semicolon] = ";",
        [TokenKind.Comma] = ",",
        [TokenKind.Arrow] = "->",
    };

    private static readonly Dictionary<TokenKind, string> s_names = s_words.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static TokenKind KindOf(string word) => s_words.GetValueOrDefault(word, TokenKind.Name);

    /// <summary>How a kind of token is called in a message.</summary>
    public static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.End => "the end of the file",
        TokenKind.Name => "a name",
        TokenKind.Tag => "a tag",
        TokenKind.Text => "a quoted text",
        _ => s_signs.TryGetValue(kind, out string? sign) ? $"'{sign}'" : $"'{s_names[kind]}'",
    };

    /// <summary>How a token is called in a message.</summary>
    public static string Describe(Token token) => token.Kind switch
    {
        TokenKind.Name => $"the name '{token.Text}'",
        TokenKind.Tag => $"the tag '{token.Text}",
        TokenKind.Text => "a quoted text",
        _ => Describe(token.Kind),
    };
}
