using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>The types that the initial states of assembly tests give registers and locations, by their size.</summary>
internal static class MachineTypes
{
    /// <summary>The size of what has no type: herd takes it for an <c>int</c>.</summary>
    public const int DefaultSize = 4;

    // All others are unsigned, addresses among them.
    private static readonly string[] s_signed =
        ["char", "int8_t", "short", "int16_t", "int", "int32_t", "long", "int64_t", "intptr_t"];

    /// <summary>How many bytes an item's type has; 0 if it has none, or one that says nothing of its size.</summary>
    public static int SizeOf(InitItem item) => item.IsPointer ? 8 : item.Type.Split(' ')[^1] switch
    {
        "char" or "int8_t" or "uint8_t" => 1,
        "short" or "int16_t" or "uint16_t" => 2,
        "int" or "unsigned" or "int32_t" or "uint32_t" or "ins_t" => 4,
        "long" or "int64_t" or "uint64_t" or "intptr_t" or "uintptr_t" or "pteval_t" or "parel1_t" => 8,
        _ => 0,
    };

    /// <summary>The type of an item's numbers, as herd prints them; null if the item has no type, or one that says nothing of its size.</summary>
    public static NumberType? NumberOf(InitItem item) =>
        SizeOf(item) is var size and > 0 ? new NumberType(8 * size, !item.IsPointer && s_signed.Contains(item.Type.Split(' ')[^1], StringComparer.Ordinal)) : null;

    /// <summary>The low bytes of a value.</summary>
    public static ulong Cut(ulong value, int size) => size >= 8 ? value : value & ((1UL << (8 * size)) - 1);

    /// <summary>Whether a number is one of a size, with or without a sign.</summary>
    public static bool Fits(ulong value, int size) => Cut(value, size) == value || ((long)value < 0 && (long)value >> ((8 * size) - 1) == -1);
}
