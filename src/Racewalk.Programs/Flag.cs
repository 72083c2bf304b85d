namespace Racewalk.Programs;

/// <summary>
/// A truth value of checked code with the reads it depends on. Branching on it (<c>if</c>, <c>while</c>, <c>?:</c>, <c>&amp;&amp;</c>,
/// <c>||</c>) records a control dependency from those reads to everything later in the context.
/// </summary>
public readonly struct Flag
{
    /// <summary>A flag with the given value and dependencies.</summary>
    public Flag(bool value, ReadSet reads)
    {
        Value = value;
        Reads = reads;
    }

    /// <summary>The truth value. Looking at it loses the dependencies, so checked code may not (analyzer rule RW0003).</summary>
    public bool Value { get; }

    /// <summary>The reads of this context that the value depends on.</summary>
    public ReadSet Reads { get; }

    /// <summary>A constant.</summary>
    public static implicit operator Flag(bool value) => new(value, default);

    /// <summary>Branches: true if the flag is set. Records control.</summary>
    public static bool operator true(Flag flag) => Branch(flag);

    /// <summary>Branches: true if the flag is clear. Records control.</summary>
    public static bool operator false(Flag flag) => !Branch(flag);

    /// <summary>Negation, without a branch.</summary>
    public static Flag operator !(Flag flag) => new(!flag.Value, flag.Reads);

    /// <summary>Conjunction, without a branch.</summary>
    public static Flag operator &(Flag a, Flag b) => new(a.Value & b.Value, a.Reads | b.Reads);

    /// <summary>Disjunction, without a branch.</summary>
    public static Flag operator |(Flag a, Flag b) => new(a.Value | b.Value, a.Reads | b.Reads);

    /// <summary>Exclusive or, without a branch.</summary>
    public static Flag operator ^(Flag a, Flag b) => new(a.Value ^ b.Value, a.Reads | b.Reads);

    /// <summary>Always throws: comparing as an object would smuggle the value out.</summary>
    /// <exception cref="SmuggledValueException">Always.</exception>
    public override bool Equals(object? obj) => throw new SmuggledValueException("Flag.Equals");

    /// <summary>Always throws: hashing would smuggle the value out.</summary>
    /// <exception cref="SmuggledValueException">Always.</exception>
    public override int GetHashCode() => throw new SmuggledValueException("Flag.GetHashCode");

    /// <summary>The value, for debuggers and messages.</summary>
    public override string ToString() => Value ? "true" : "false";

    private static bool Branch(Flag flag)
    {
        ThreadContext.RecordControl(flag.Reads);
        return flag.Value;
    }
}
