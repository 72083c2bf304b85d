using System.Globalization;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Reads numbers. How many digits a hexadecimal or binary one has says how wide it is.</summary>
internal static class IslaNumbers
{
    /// <summary>Takes a number, which must be there.</summary>
    public static IslaExpression Take(IslaCursor cursor, string what)
    {
        if (cursor.Next.Kind != TokenKind.Number)
        {
            throw cursor.Expected(what);
        }

        Token token = cursor.Take();
        ReadOnlySpan<char> text = cursor.Source.Text.AsSpan(token.Start, token.Length);
        ReadOnlySpan<char> digits = text.Length > 2 ? text[2..] : [];
        if (text.Length > 1 && text[1] == 'x')
        {
            const int HexDigit = 4;
            return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex) && digits.Length <= 64 / HexDigit
                ? new IslaBits(token.Start, hex, digits.Length * HexDigit)
                : throw cursor.Source.Error(token.Start, "expected 1 to 16 hexadecimal digits after '0x'");
        }

        if (text.Length > 1 && text[1] == 'b')
        {
            return ulong.TryParse(digits, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out ulong binary) && digits.Length <= 64
                ? new IslaBits(token.Start, binary, digits.Length)
                : throw cursor.Source.Error(token.Start, "expected 1 to 64 binary digits after '0b'");
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? new IslaInteger(token.Start, value)
            : throw cursor.Source.Error(token.Start, "expected a number of at most 64 bits");
    }

    /// <summary>Takes a decimal number, which must be there and small.</summary>
    public static int TakeSmall(IslaCursor cursor, string what, int least, int most)
    {
        Token token = cursor.Next;
        ulong value = Take(cursor, what) is IslaInteger number ? number.Value : ulong.MaxValue;
        return value >= (ulong)least && value <= (ulong)most ? (int)value : throw cursor.Source.Error(token.Start, $"expected {what} from {least} to {most}");
    }
}
