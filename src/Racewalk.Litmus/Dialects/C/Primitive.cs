namespace Racewalk.Litmus.Dialects.C;

/// <summary>What a primitive does.</summary>
internal enum PrimitiveKind : byte
{
    /// <summary>Reads.</summary>
    Load,

    /// <summary>Writes.</summary>
    Store,

    /// <summary>Writes and is a full barrier afterwards.</summary>
    StoreThenBarrier,

    /// <summary>A barrier.</summary>
    Fence,

    /// <summary>Writes a value and gives the old one.</summary>
    Exchange,

    /// <summary>Writes a value if the old one is as expected, and gives the old one.</summary>
    CompareExchange,

    /// <summary>Applies an operator; gives the new value, or nothing.</summary>
    Update,

    /// <summary>Applies an operator and gives the old value.</summary>
    FetchUpdate,

    /// <summary>Adds unless the old value is a given one; gives whether it added.</summary>
    AddUnless,

    /// <summary>Takes a spinlock.</summary>
    Lock,

    /// <summary>Releases a spinlock.</summary>
    Unlock,

    /// <summary>Tries to take a spinlock; gives whether it did.</summary>
    TryLock,

    /// <summary>Gives whether a spinlock is taken.</summary>
    IsLocked,

    /// <summary>Waits for a grace period of one SRCU domain.</summary>
    SynchronizeSrcu,
}

/// <summary>What a primitive gives to the expression around it.</summary>
internal enum PrimitiveResult : byte
{
    /// <summary>Nothing: it is a statement.</summary>
    Nothing,

    /// <summary>The value.</summary>
    Value,

    /// <summary>Whether the value is 0.</summary>
    IsZero,

    /// <summary>Whether the value is negative.</summary>
    IsNegative,
}

/// <summary>A primitive of the kernel, as the model's macros define it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Tag">The tag of its events.</param>
/// <param name="Parameters">
/// A letter a parameter: <c>L</c> the variable accessed (<c>*x</c>), <c>P</c> a pointer to it, <c>V</c> the operand, <c>O</c> what the old value is
/// compared with.
/// </param>
/// <param name="Result">What it gives.</param>
internal sealed record Primitive(PrimitiveKind Kind, string Tag, string Parameters, PrimitiveResult Result)
{
    /// <summary>The operator of <see cref="PrimitiveKind.Update"/> and <see cref="PrimitiveKind.FetchUpdate"/>.</summary>
    public string Operator { get; init; } = "";

    /// <summary>The cat sets of its events.</summary>
    public IReadOnlyList<string> Sets { get; } = Kind switch
    {
        PrimitiveKind.Exchange or PrimitiveKind.CompareExchange or PrimitiveKind.Update or PrimitiveKind.FetchUpdate or PrimitiveKind.AddUnless =>
            [Tag, "RMW"],
        _ => Tag.Length == 0 ? [] : [Tag],
    };
}
