using System.Numerics;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>
/// A number in memory that threads share. Each call is one access, which .NET compiles to one instruction: the compiler's own freedom with ordinary accesses is not modelled (docs/testing.md).
/// In <see cref="TestProgram.Final"/> it can be read, which gives what memory holds at the end.
/// </summary>
/// <typeparam name="T"><see cref="int"/>, <see cref="uint"/>, <see cref="long"/> or <see cref="ulong"/>.</typeparam>
public sealed class Shared<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly SharedWord _word;

    internal Shared(SharedWord word) => _word = word;

    internal SharedWord Word => _word;

    /// <summary>An ordinary read: LDR; MOV on x86.</summary>
    public Value<T> Read() => Cell.Decode<T>(_word.Load(isAcquire: false));

    /// <summary><see cref="Volatile"/>.Read: LDAPR, or LDAR (<see cref="ModelOptions.UsesLdapr"/>); MOV on x86.</summary>
    public Value<T> ReadAcquire() => Cell.Decode<T>(_word.Load(isAcquire: true));

    /// <summary>An ordinary write: STR; MOV on x86.</summary>
    public void Write(Value<T> value) => _word.Store(Cell.Encode(value), isRelease: false);

    /// <summary><see cref="Volatile"/>.Write: STLR; MOV on x86.</summary>
    public void WriteRelease(Value<T> value) => _word.Store(Cell.Encode(value), isRelease: true);

    /// <summary><see cref="Interlocked"/>.Exchange: SWPAL. The value before.</summary>
    public Value<T> Exchange(Value<T> value) => Cell.Decode<T>(_word.Rmw(RmwKind.Exchange, Cell.Encode(value)));

    /// <summary><see cref="Interlocked"/>.CompareExchange: CASAL. The value before; it was replaced if that is <paramref name="comparand"/>.</summary>
    public Value<T> CompareExchange(Value<T> value, Value<T> comparand) =>
        Cell.Decode<T>(_word.Rmw(RmwKind.CompareExchange, Cell.Encode(value), Cell.Encode(comparand)));

    /// <summary><see cref="Interlocked"/>.Add: LDADDAL. The value after.</summary>
    public Value<T> Add(Value<T> value) => Cell.Decode<T>(_word.Rmw(RmwKind.Add, Cell.Encode(value))) + value;

    /// <summary><see cref="Interlocked"/>.Increment. The value after.</summary>
    public Value<T> Increment() => Add(T.One);

    /// <summary><see cref="Interlocked"/>.Decrement. The value after.</summary>
    public Value<T> Decrement() => Add(unchecked(T.Zero - T.One));

    /// <summary><see cref="Interlocked"/>.And: LDCLRAL. The value before.</summary>
    public Value<T> And(Value<T> value) => Cell.Decode<T>(_word.Rmw(RmwKind.And, Cell.Encode(value)));

    /// <summary><see cref="Interlocked"/>.Or: LDSETAL. The value before.</summary>
    public Value<T> Or(Value<T> value) => Cell.Decode<T>(_word.Rmw(RmwKind.Or, Cell.Encode(value)));

    /// <summary>
    /// Waits with acquire reads until the value is another one, as a loop over <see cref="ReadAcquire"/> would; it counts as one read. A wait that never ends is a deadlock. Returns the other one.
    /// </summary>
    public Value<T> AwaitNot(Value<T> value) => Cell.Decode<T>(_word.Await(AwaitKind.NotEqual, Cell.Encode(value), isAcquire: true));

    /// <summary>Waits with acquire reads until the value is <paramref name="value"/>; as <see cref="AwaitNot"/>.</summary>
    public void Await(Value<T> value) => _word.Await(AwaitKind.Equal, Cell.Encode(value), isAcquire: true);
}
