using System.Globalization;

namespace Racewalk.Litmus.Dialects.Ppc;

/// <summary>The numbers of the registers: r0 to r31, the fields of the condition register, and the reservation of lwarx.</summary>
internal static class PpcRegisters
{
    /// <summary>The first field of the condition register.</summary>
    public const int Condition0 = 32;

    /// <summary>Whether there is a reservation.</summary>
    public const int Reservation = 40;

    /// <summary>The address of the reservation.</summary>
    public const int ReservationAddress = 41;

    /// <summary>A general register.</summary>
    public static bool TryParseGeneral(string text, out int number) => TryNumbered(text, "r", 32, out number);

    /// <summary>A field of the condition register.</summary>
    public static bool TryParseCondition(string text, out int number)
    {
        bool isField = TryNumbered(text, "cr", 8, out number);
        number += Condition0;
        return isField;
    }

    /// <summary>Any register by its name in an initial state or a condition.</summary>
    public static bool TryParse(string text, out int number) => TryParseGeneral(text, out number) || TryParseCondition(text, out number);

    /// <summary>What a register is called in results.</summary>
    public static string Name(int number) => number switch
    {
        < Condition0 => string.Create(CultureInfo.InvariantCulture, $"r{number}"),
        < Reservation => string.Create(CultureInfo.InvariantCulture, $"cr{number - Condition0}"),
        Reservation => "RES",
        _ => "RESADDR",
    };

    private static bool TryNumbered(string text, string prefix, int count, out int number)
    {
        number = -1;
        return text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < count;
    }
}
