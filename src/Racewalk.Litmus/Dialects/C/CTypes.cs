using System.Collections.Frozen;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>Recognizes types. Nothing depends on them: every value has 64 bits.</summary>
internal static class CTypes
{
    private static readonly FrozenSet<string> s_words = new[]
    {
        "volatile", "const", "signed", "unsigned", "char", "short", "int", "long", "void", "bool", "_Bool", "size_t", "u8", "u16", "u32", "u64", "s8", "s16",
        "s32", "s64", "atomic_t", "atomic_long_t", "atomic64_t", "spinlock_t", "intptr_t", "uintptr_t", "int8_t", "int16_t", "int32_t", "int64_t", "uint8_t",
        "uint16_t", "uint32_t", "uint64_t", "struct",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a type is next.</summary>
    public static bool IsNext(TokenReader reader) => IsWord(reader, reader.Next);

    /// <summary>Whether a token can begin a type.</summary>
    public static bool IsWord(TokenReader reader, Token token) => token.Kind == TokenKind.Word && s_words.Contains(reader.Text(token));

    /// <summary>Reads a type and the stars behind it.</summary>
    public static bool TryRead(TokenReader reader, out int stars)
    {
        stars = 0;
        bool isRead = false;
        while (IsNext(reader) || reader.Is("*"))
        {
            Token token = reader.Take();
            if (reader.Is(token, "struct"))
            {
                reader.ExpectWord("the name of a structure");
            }

            stars += reader.Is(token, "*") ? 1 : 0;
            isRead = true;
        }

        return isRead;
    }
}
