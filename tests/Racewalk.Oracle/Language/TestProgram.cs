using System.Collections.Immutable;

namespace Racewalk.Oracle.Language;

/// <summary>A small program over numbered registers and locations, which both the oracle and the explorer can run.</summary>
public sealed record TestProgram
{
    /// <summary>How many registers a context has; they start as 0.</summary>
    public const int RegisterCount = 16;

    /// <summary>The name, for reports.</summary>
    public required string Name { get; init; }

    /// <summary>Initial values by location; there are as many locations as values.</summary>
    public required ImmutableArray<ulong> Initial { get; init; }

    /// <summary>The code of each thread.</summary>
    public required ImmutableArray<ImmutableArray<Instruction>> Threads { get; init; }

    /// <summary>The code of each interrupt handler. A handler may send only handlers of higher number, so that programs end.</summary>
    public ImmutableArray<ImmutableArray<Instruction>> Handlers { get; init; } = [];

    /// <summary>The address of a location.</summary>
    public static ulong Address(int location) => 0x1000UL * (1 + (ulong)location);

    /// <summary>The program as text, see <see cref="ProgramPrinter"/>.</summary>
    public override string ToString() => ProgramPrinter.Print(this);
}
