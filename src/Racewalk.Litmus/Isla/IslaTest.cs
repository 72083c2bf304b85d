using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>A test of isla's TOML dialect as it stands in its file: parsed, and nothing evaluated. Immutable and thread-safe.</summary>
public sealed record IslaTest
{
    /// <summary>The text.</summary>
    public required SourceText Source { get; init; }

    /// <summary>The architecture; AArch64 is the only one.</summary>
    public required string Architecture { get; init; }

    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>The virtual addresses of <c>symbolic</c>, which lie one page apart.</summary>
    public required IReadOnlyList<IslaName> Symbolic { get; init; }

    /// <summary>The statements of <c>page_table_setup</c> in their order.</summary>
    public required IReadOnlyList<SetupStatement> PageTableSetup { get; init; }

    /// <summary>How wide the memory behind addresses is that final assertions name.</summary>
    public required IReadOnlyList<IslaType> Types { get; init; }

    /// <summary>The threads by their numbers, from 0 without a gap.</summary>
    public required IReadOnlyList<IslaThread> Threads { get; init; }

    /// <summary>The code of <c>[section]</c> by its addresses: exception handlers.</summary>
    public required IReadOnlyList<IslaHandler> Handlers { get; init; }

    /// <summary>The final assertion.</summary>
    public required IslaAssertion Final { get; init; }

    /// <summary>The final assertion's text.</summary>
    public required string FinalText { get; init; }

    /// <summary>The line, from 1, that the final assertion begins on.</summary>
    public required int FinalLine { get; init; }

    /// <summary>
    /// Whether <c>expect</c> says that an execution with the assertion is to be found ("sat") or not ("unsat"). It is no verdict of a model: "sat" is what
    /// tests say whatever models make of them. Null if nothing is said.
    /// </summary>
    public bool? Expect { get; init; }

    /// <summary>What <c>[meta]</c> and <c>[graph]</c> say about drawings, by names such as graph.shows.</summary>
    public required IReadOnlyDictionary<string, string> Meta { get; init; }
}

/// <summary>A line of <c>[types]</c>.</summary>
/// <param name="Offset">Where the name is.</param>
/// <param name="Name">The address.</param>
/// <param name="Size">How many bytes it names: 1, 2, 4 or 8.</param>
public sealed record IslaType(int Offset, string Name, int Size);
