namespace Racewalk.Litmus.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    /// <summary>The text is over.</summary>
    End,

    /// <summary>A name or keyword.</summary>
    Word,

    /// <summary>Digits, without a sign.</summary>
    Number,

    /// <summary>Text in quotes.</summary>
    Quoted,

    /// <summary>An operator or other sign.</summary>
    Sign,
}

/// <summary>A token: a piece of the source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Length;
}
