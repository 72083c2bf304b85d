using Racewalk.Classics;
using Racewalk.Exploration;
using Racewalk.Models;

namespace Racewalk.Comparison;

/// <summary>What is measured, and beside what.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>Programs with published counts, by name; null for those of the comparison.</summary>
    public IReadOnlyList<string>? Programs { get; init; }

    /// <summary>Whether symmetry is reduced, and peers may use all that they shortcut with.</summary>
    public bool ReducesSymmetry { get; init; }

    /// <summary>The programs that are measured.</summary>
    public IReadOnlyList<string> MeasuredPrograms => Programs ?? [.. ReducesSymmetry ? SymmetricPeerCommands.Programs : PeerCommands.Programs];

    /// <summary>How programs are explored.</summary>
    public ExplorationOptions Exploration => new() { ReducesSymmetry = ReducesSymmetry };

    /// <summary>The models that programs are explored under.</summary>
    public IReadOnlyList<MemoryModel> Models { get; init; } = [MemoryModel.Sc, MemoryModel.Tso];

    /// <summary>Configurations of scenarios, under their own models.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = Subject.LargestScenarios;

    /// <summary>Timed rounds after the warm-up.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Where GenMC's binary and test programs are; null without it.</summary>
    public string? GenmcDirectory { get; init; }

    /// <summary>Whether programs are also explored by processes of their own where no peer is.</summary>
    public bool MeasuresCold { get; init; }

    /// <summary>Whether litmus tests are measured.</summary>
    public bool MeasuresLitmus { get; init; }

    /// <summary>herd7; null without it.</summary>
    public string? HerdBinary { get; init; }

    /// <summary>herd7's folder of models; null for the one built into it.</summary>
    public string? LibraryDirectory { get; init; }

    /// <summary>Tests for which herd7 takes longer are left out, and said to be.</summary>
    public TimeSpan? PeerLimit { get; init; }

    /// <summary>Files, folders and @lists; null, or the one word "sample", for a sample.</summary>
    public IReadOnlyList<string>? Tests { get; init; }

    /// <summary>Where the published suites are; null for ../shared/litmus, seen from the repository.</summary>
    public string? SuitesDirectory { get; init; }

    /// <summary>The names of a list of programs.</summary>
    /// <exception cref="ComparisonException">One is unknown.</exception>
    public static string[] ParsePrograms(string value)
    {
        string[] names = value == "all" ? [.. ClassicPrograms.Names] : value.Split(',');
        return names.FirstOrDefault(name => !ClassicPrograms.Contains(name)) is { } unknown
            ? throw new ComparisonException($"no program '{unknown}'; there are: {string.Join(' ', ClassicPrograms.Names)}")
            : names;
    }
}
