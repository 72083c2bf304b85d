using System.Globalization;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>A register operand: one of the 31 general registers, SP or the zero register, by its 32 or 64 bits.</summary>
/// <param name="Number">The number of the architectural register.</param>
/// <param name="Bits">32 for W, 64 for X.</param>
internal readonly record struct Register(int Number, int Bits)
{
    /// <summary>Whether it reads as 0 and forgets what is written.</summary>
    public bool IsZero => Number == AArch64Registers.Zero;

    /// <summary>The zero register.</summary>
    public static Register ZeroOf(int bits) => new(AArch64Registers.Zero, bits);
}

/// <summary>The numbers of the registers. W1 and X1 are one register.</summary>
internal static class AArch64Registers
{
    /// <summary>X30, where BL leaves the address to return to.</summary>
    public const int Link = 30;

    /// <summary>SP.</summary>
    public const int StackPointer = 31;

    /// <summary>XZR; no event ever has it.</summary>
    public const int Zero = 32;

    /// <summary>The flags N, Z, C and V.</summary>
    public const int Nzcv = 33;

    /// <summary>The address of the exclusive monitor, a register as in herd: a store-exclusive depends on what the load-exclusive was given.</summary>
    public const int Reservation = 34;

    /// <summary>Where an exception returns to.</summary>
    public const int ElrEl1 = 35;

    /// <summary>What an exception was.</summary>
    public const int EsrEl1 = 36;

    /// <summary>What an address translation instruction found.</summary>
    public const int ParEl1 = 37;

    /// <summary>The base of the page tables, with the address space's number.</summary>
    public const int Ttbr0El1 = 38;

    /// <summary>The base of the exception vectors.</summary>
    public const int VbarEl1 = 39;

    /// <summary>The state that an exception came from.</summary>
    public const int SpsrEl1 = 40;

    /// <summary>The address that faulted.</summary>
    public const int FarEl1 = 41;

    private static readonly string[] s_special =
        ["SP", "XZR", "NZCV", "RESADDR", "ELR_EL1", "ESR_EL1", "PAR_EL1", "TTBR0_EL1", "VBAR_EL1", "SPSR_EL1", "FAR_EL1"];

    /// <summary>A general register, SP or the zero register by its name in code.</summary>
    public static bool TryParseOperand(string text, out Register register)
    {
        string name = text.ToUpperInvariant();
        register = name switch
        {
            "SP" => new Register(StackPointer, 64),
            "WSP" => new Register(StackPointer, 32),
            "XZR" => new Register(Zero, 64),
            "WZR" => new Register(Zero, 32),
            "LR" => new Register(Link, 64),
            _ => new Register(-1, 0),
        };
        if (register.Number < 0 && name.Length is 2 or 3 && name[0] is 'X' or 'W'
            && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= Link
            && (name.Length == 2 || name[1] != '0'))
        {
            register = new Register(number, name[0] == 'W' ? 32 : 64);
        }

        return register.Number >= 0;
    }

    /// <summary>Whether a name is that of a register which code without vectors and capabilities does not have.</summary>
    public static bool IsVectorOrCapability(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        ReadOnlySpan<char> name = point < 0 ? text : text.AsSpan(0, point);
        return name.Length is 2 or 3 && "BCDHPQSVZbcdhpqsvz".Contains(name[0], StringComparison.Ordinal) && !name[1..].ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>Any register by its name in an initial state or a condition.</summary>
    public static bool TryParse(string text, out int number)
    {
        number = TryParseOperand(text, out Register register) ? register.Number : TrySpecial(text);
        return number >= 0;
    }

    /// <summary>A system register that MRS and MSR name.</summary>
    public static bool TryParseSystem(string text, out int number)
    {
        number = text.ToUpperInvariant() switch
        {
            "NZCV" => Nzcv,
            "ELR_EL1" => ElrEl1,
            "ESR_EL1" => EsrEl1,
            "PAR_EL1" => ParEl1,
            "TTBR0_EL1" => Ttbr0El1,
            "VBAR_EL1" => VbarEl1,
            "SPSR_EL1" => SpsrEl1,
            "FAR_EL1" => FarEl1,
            _ => -1,
        };
        return number >= 0;
    }

    /// <summary>What a register is called in results.</summary>
    public static string Name(int number) =>
        number < StackPointer ? string.Create(CultureInfo.InvariantCulture, $"X{number}") : s_special[number - StackPointer];

    private static int TrySpecial(string text)
    {
        int index = Array.IndexOf(s_special, text.ToUpperInvariant());
        return index < 0 ? -1 : StackPointer + index;
    }
}
