using System.Globalization;

namespace Racewalk.Litmus.Dialects.X86;

/// <summary>A register operand: a part of one of the 16 general registers.</summary>
/// <param name="Number">The number of the whole register.</param>
/// <param name="Bits">How many bits of it.</param>
/// <param name="Shift">The lowest bit of the part: 8 for AH and its like.</param>
internal readonly record struct X86Register(int Number, int Bits, int Shift);

/// <summary>The numbers of the registers. AL, AX, EAX and RAX are one register.</summary>
internal static class X86Registers
{
    /// <summary>RAX, which CMPXCHG compares with.</summary>
    public const int Accumulator = 0;

    /// <summary>The zero flag.</summary>
    public const int ZeroFlag = 16;

    /// <summary>The sign flag.</summary>
    public const int SignFlag = 17;

    /// <summary>The carry flag.</summary>
    public const int CarryFlag = 18;

    /// <summary>The overflow flag.</summary>
    public const int OverflowFlag = 19;

    private static readonly string[] s_named = ["AX", "BX", "CX", "DX", "SI", "DI", "BP", "SP"];
    private static readonly string[] s_flags = ["ZF", "SF", "CF", "OF"];

    /// <summary>A general register by its name, without a percent sign.</summary>
    public static bool TryParseOperand(string text, bool isLong, out X86Register register)
    {
        string name = text.ToUpperInvariant();
        register = name.Length switch
        {
            2 when name[1] is 'L' && Letter(name) >= 0 => new X86Register(Letter(name), 8, 0),
            2 when name[1] is 'H' && Letter(name) >= 0 => new X86Register(Letter(name), 8, 8),
            2 => new X86Register(Array.IndexOf(s_named, name), 16, 0),
            3 when name[0] == 'E' => new X86Register(Array.IndexOf(s_named, name[1..]), 32, 0),
            3 when name[0] == 'R' && isLong && !char.IsAsciiDigit(name[1]) => new X86Register(Array.IndexOf(s_named, name[1..]), 64, 0),
            3 when name[2] == 'L' => new X86Register(Array.IndexOf(s_named, name[..2]), 8, 0),
            _ => new X86Register(-1, 0, 0),
        };
        if (register.Number < 0 && isLong && name.StartsWith('R'))
        {
            register = Numbered(name);
        }

        return register.Number >= 0 && (isLong || register.Bits <= 32);
    }

    /// <summary>Any register by its name in an initial state or a condition.</summary>
    public static bool TryParse(string text, bool isLong, out int number)
    {
        string name = text.TrimStart('%');
        int flag = Array.IndexOf(s_flags, name.ToUpperInvariant());
        number = TryParseOperand(name, isLong, out X86Register register) ? register.Number : flag < 0 ? -1 : ZeroFlag + flag;
        return number >= 0;
    }

    /// <summary>What a register is called in results.</summary>
    public static string Name(int number, bool isLong) => number switch
    {
        < 8 => (isLong ? "R" : "E") + s_named[number],
        < ZeroFlag => string.Create(CultureInfo.InvariantCulture, $"R{number}"),
        _ => s_flags[number - ZeroFlag],
    };

    private static int Letter(string name) => "ABCD".IndexOf(name[0], StringComparison.Ordinal);

    private static X86Register Numbered(string name)
    {
        int bits = name[^1] switch { 'B' => 8, 'W' => 16, 'D' => 32, _ => 64 };
        ReadOnlySpan<char> digits = bits == 64 ? name.AsSpan(1) : name.AsSpan(1, name.Length - 2);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 8 and < 16
            ? new X86Register(number, bits, 0)
            : new X86Register(-1, 0, 0);
    }
}
