namespace Racewalk.Models.Cat.Syntax;

/// <summary>A token: where it starts and ends, and for a name, a tag or a quoted text what it says.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text);
