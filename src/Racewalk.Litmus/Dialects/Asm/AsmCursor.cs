using System.Globalization;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>Reads one cell of an assembly program from left to right. Blanks and comments go between any two tokens. Not thread-safe.</summary>
internal sealed class AsmCursor
{
    private readonly int _end;

    /// <summary>A cursor at the first token of a part of the source.</summary>
    public AsmCursor(SourceText source, int start, int length)
    {
        Source = source;
        Position = start;
        _end = start + length;
        SkipBlanks();
    }

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    /// <summary>Where the next token begins.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => Position >= _end;

    private char Current => Position < _end ? Source.Text[Position] : '\0';

    /// <summary>An error at the next token: what was expected there, and what is there instead.</summary>
    public LitmusException Expected(string what) => Source.Error(Position, $"expected {what}, found {Found()}");

    /// <summary>Takes a character if it is the next token.</summary>
    public bool TryTake(char c)
    {
        if (Current != c || IsAtEnd)
        {
            return false;
        }

        Position++;
        SkipBlanks();
        return true;
    }

    /// <summary>Takes a character, which must be there.</summary>
    public void Take(char c)
    {
        if (!TryTake(c))
        {
            throw Expected($"'{c}'");
        }
    }

    /// <summary>Takes a name or mnemonic: letters, digits, points and underscores, and no digit first.</summary>
    public bool TryTakeWord(out string word)
    {
        int end = Position;
        while (end < _end && IsWordCharacter(Source.Text[end]))
        {
            end++;
        }

        word = Source.Text[Position..end];
        if (word.Length == 0 || char.IsAsciiDigit(word[0]) || word == ".")
        {
            word = "";
            return false;
        }

        Position = end;
        SkipBlanks();
        return true;
    }

    /// <summary>Takes a label and its colon, if they come next.</summary>
    public bool TryTakeLabel(out string label)
    {
        int start = Position;
        if (TryTakeWord(out label) && TryTake(':'))
        {
            return true;
        }

        Position = start;
        return false;
    }

    /// <summary>Takes a number, decimal or hexadecimal, with a sign or without. Negative ones are in two's complement.</summary>
    public bool TryTakeNumber(out ulong value)
    {
        value = 0;
        int at = Position;
        bool isNegative = at < _end && Source.Text[at] == '-';
        if (at < _end && Source.Text[at] is '-' or '+')
        {
            at++;
        }

        int end = at;
        while (end < _end && IsWordCharacter(Source.Text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> digits = Source.Text.AsSpan(at, end - at);
        bool isRead = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : digits.StartsWith("0b", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(digits[2..], NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (!isRead)
        {
            return false;
        }

        value = isNegative ? unchecked(0 - value) : value;
        Position = end;
        SkipBlanks();
        return true;
    }

    /// <summary>Takes a reference to a local label of the assembler, such as <c>1f</c> or <c>1b</c>; its name is the number.</summary>
    public bool TryTakeLocalLabel(out string label)
    {
        int end = Position;
        while (end < _end && char.IsAsciiDigit(Source.Text[end]))
        {
            end++;
        }

        label = Source.Text[Position..end];
        if (end == Position || end >= _end || Source.Text[end] is not ('f' or 'b'))
        {
            return false;
        }

        Position = end + 1;
        SkipBlanks();
        return true;
    }

    /// <summary>The cell must be over.</summary>
    public void TakeEnd()
    {
        if (!IsAtEnd)
        {
            throw Expected("the end of the instruction");
        }
    }

    /// <summary>Goes back to a position that was <see cref="Position"/> before.</summary>
    public void Return(int position) => Position = position;

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';

    private string Found()
    {
        if (IsAtEnd)
        {
            return "the end of the instruction";
        }

        int end = Position + 1;
        while (IsWordCharacter(Source.Text[Position]) && end < _end && IsWordCharacter(Source.Text[end]))
        {
            end++;
        }

        return $"'{Source.Text[Position..end]}'";
    }

    private void SkipBlanks()
    {
        while (Position < _end)
        {
            if (char.IsWhiteSpace(Source.Text[Position]))
            {
                Position++;
            }
            else if (Source.Text[Position] == '(' && Position + 1 < _end && Source.Text[Position + 1] == '*')
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        int start = Position;
        int depth = 0;
        do
        {
            if (Position + 1 >= _end)
            {
                throw Source.Error(start, "the comment has no end");
            }

            (char a, char b) = (Source.Text[Position], Source.Text[Position + 1]);
            int step = (a, b) is ('(', '*') ? 1 : (a, b) is ('*', ')') ? -1 : 0;
            depth += step;
            Position += step == 0 ? 1 : 2;
        }
        while (depth > 0);
    }
}
