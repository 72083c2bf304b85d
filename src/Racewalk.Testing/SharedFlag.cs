using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>A truth value in memory that threads share; as <see cref="Shared{T}"/>.</summary>
public sealed class SharedFlag
{
    private readonly SharedWord _word;

    internal SharedFlag(SharedWord word) => _word = word;

    internal SharedWord Word => _word;

    /// <summary>An ordinary read: LDR; MOV on x86.</summary>
    public Flag Read() => Decode(_word.Load(isAcquire: false));

    /// <summary><see cref="Volatile"/>.Read: LDAPR, or LDAR (<see cref="ModelOptions.UsesLdapr"/>); MOV on x86.</summary>
    public Flag ReadAcquire() => Decode(_word.Load(isAcquire: true));

    /// <summary>An ordinary write: STR; MOV on x86.</summary>
    public void Write(Flag value) => _word.Store(Encode(value), isRelease: false);

    /// <summary><see cref="Volatile"/>.Write: STLR; MOV on x86.</summary>
    public void WriteRelease(Flag value) => _word.Store(Encode(value), isRelease: true);

    /// <summary><see cref="Interlocked"/>.Exchange: SWPAL. The value before.</summary>
    public Flag Exchange(Flag value) => Decode(_word.Rmw(RmwKind.Exchange, Encode(value)));

    /// <summary><see cref="Interlocked"/>.CompareExchange: CASAL. The value before; it was replaced if that is <paramref name="comparand"/>.</summary>
    public Flag CompareExchange(Flag value, Flag comparand) => Decode(_word.Rmw(RmwKind.CompareExchange, Encode(value), Encode(comparand)));

    /// <summary>Waits with acquire reads until the value is <paramref name="value"/>; as <see cref="Shared{T}.AwaitNot"/>.</summary>
    public void Await(Flag value) => _word.Await(AwaitKind.Equal, Encode(value), isAcquire: true);

    private static Word Encode(Flag value) => new(value.Value ? 1UL : 0, value.Reads);

    private static Flag Decode(Word word) => new(word.Bits != 0, word.Reads);
}
