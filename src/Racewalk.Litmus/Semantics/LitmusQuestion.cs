namespace Racewalk.Litmus.Semantics;

/// <summary>How a condition quantifies over the final states.</summary>
public enum Quantifier : byte
{
    /// <summary>There is no condition.</summary>
    None,

    /// <summary>Some state satisfies it.</summary>
    Exists,

    /// <summary>No state satisfies it.</summary>
    NotExists,

    /// <summary>All states satisfy it.</summary>
    ForAll,
}

/// <summary>What a test asks of its final states.</summary>
/// <param name="Quantifier">How.</param>
/// <param name="Condition">What; true if there is none.</param>
/// <param name="Filter">States that do not satisfy it are left out; null for all.</param>
/// <param name="Shown">What a state shows, in the order of results: all registers and locations that the condition or <c>locations</c> names.</param>
public sealed record LitmusQuestion(Quantifier Quantifier, Proposition Condition, Proposition? Filter, IReadOnlyList<FinalPlace> Shown)
{
    /// <summary>The faults that a state shows: those that the condition names.</summary>
    public IReadOnlyList<FaultProposition> ShownFaults { get; init; } = [];

    /// <summary>The condition as the file has it, for the result block.</summary>
    public string Text { get; init; } = "";

    /// <summary>The line of the file, from 1, that the condition begins on; 0 if there is none.</summary>
    public int Line { get; init; }

    /// <summary>All registers and locations that the question is about, those of the filter included; some more than once.</summary>
    public IEnumerable<FinalPlace> Places => Shown.Concat(Condition.Places).Concat(Filter?.Places ?? []);
}

/// <summary>A register or location in a final state.</summary>
/// <param name="Thread">The register's thread; -1 for a location.</param>
/// <param name="Number">The register's number, or the location's index.</param>
public readonly record struct FinalPlace(int Thread, int Number)
{
    /// <summary>Whether it is a location.</summary>
    public bool IsLocation => Thread < 0;

    /// <summary>For an array that is shown as a whole, how many elements it has from <see cref="Number"/> on; else 0.</summary>
    public int Length { get; init; }
}

/// <summary>A proposition about a final state.</summary>
public abstract record Proposition
{
    /// <summary>The registers and locations that it names; some more than once.</summary>
    public IEnumerable<FinalPlace> Places => this switch
    {
        ValueProposition value => [value.Place],
        SameValueProposition same => [same.Left, same.Right],
        NotProposition not => not.Operand.Places,
        AndProposition and => and.Operands.SelectMany(static o => o.Places),
        OrProposition or => or.Operands.SelectMany(static o => o.Places),
        _ => [],
    };
}

/// <summary>Always true.</summary>
public sealed record TrueProposition : Proposition;

/// <summary>A place has a value.</summary>
public sealed record ValueProposition(FinalPlace Place, ulong Value) : Proposition
{
    /// <summary>How many low bits are compared, from the place's type: -1 and 0xffffffff are one value of an <c>int</c>. Addresses are compared as a whole.</summary>
    public int Bits { get; init; } = 64;
}

/// <summary>Two places have the same value.</summary>
public sealed record SameValueProposition(FinalPlace Left, FinalPlace Right) : Proposition;

/// <summary>A thread took an exception; what is null or -1 matches anything.</summary>
public sealed record FaultProposition(int Thread, string? Label, int Location, string? Kind) : Proposition;

/// <summary>Not.</summary>
public sealed record NotProposition(Proposition Operand) : Proposition;

/// <summary>All of them.</summary>
public sealed record AndProposition(IReadOnlyList<Proposition> Operands) : Proposition;

/// <summary>One of them.</summary>
public sealed record OrProposition(IReadOnlyList<Proposition> Operands) : Proposition;
