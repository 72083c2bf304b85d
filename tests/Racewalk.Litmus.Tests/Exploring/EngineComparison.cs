using System.Globalization;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Exploring;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>How one test came out of the two engines.</summary>
internal enum Outcome
{
    /// <summary>Same executions, same states.</summary>
    Agrees,

    /// <summary>Not the same.</summary>
    Differs,

    /// <summary>The explorer does not take the test.</summary>
    Unfit,

    /// <summary>Neither engine takes it.</summary>
    Refused,

    /// <summary>A bound was reached.</summary>
    Cut,
}

/// <summary>What came of the comparison.</summary>
internal sealed record Compared(string File, Outcome Outcome, string What, TimeSpan Candidates, TimeSpan Explorer);

/// <summary>Solves a test twice: with the explorer's model, and with the cat model of the same name.</summary>
internal static class EngineComparison
{
    /// <summary>In the difference if the explorer found what the candidates have not.</summary>
    public const string TooMuch = "the explorer has too much";

    private const string Prefix = "the explorer does not take this test: ";

    // The cat model of the explorer's.
    private static string NameOf(MemoryModel model, bool isTranslated) => (isTranslated, model.Name) switch
    {
        (true, "tso") => "x86-vmsa",
        (true, "power") => "power-radix",
        (true, var name) => name + "-vmsa",
        (false, var name) => name,
    };

    /// <summary>Compares the engines on a file.</summary>
    /// <param name="file">The test.</param>
    /// <param name="model">The model; null for the one that belongs to the dialect.</param>
    /// <param name="limit">What each engine may take.</param>
    /// <param name="variants">Variants that the test itself does not name.</param>
    public static Compared Compare(string file, MemoryModel? model, TimeSpan? limit = null, IReadOnlySet<string>? variants = null) =>
        Compare(new SourceText(file, File.ReadAllText(file)), model, limit, variants);

    /// <summary>Compares the engines on a test.</summary>
    /// <param name="source">The test.</param>
    /// <param name="model">The model; null for the one that belongs to the dialect.</param>
    /// <param name="limit">What each engine may take.</param>
    /// <param name="variants">Variants that the test itself does not name.</param>
    public static Compared Compare(SourceText source, MemoryModel? model, TimeSpan? limit, IReadOnlySet<string>? variants = null)
    {
        LitmusProgram Load() => LitmusReader.Lower(LitmusReader.Parse(source), variants);
        var limits = new LitmusLimits(limit);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        TimeSpan explorer = TimeSpan.Zero;
        Compared Is(Outcome outcome, string what) =>
            new(source.Path, outcome, what, System.Diagnostics.Stopwatch.GetElapsedTime(start) - explorer, explorer);
        LitmusResult fast;
        LitmusResult slow;
        try
        {
            string architecture = Load().Architecture;
            model ??= LitmusExplorer.ModelFor(architecture);
            fast = LitmusExplorer.Check(Load(), model, limits);
            explorer = System.Diagnostics.Stopwatch.GetElapsedTime(start);
            LitmusProgram test = Load();
            slow = LitmusChecker.Check(test, BuiltInModels.Get(NameOf(model, test.Translation is not null)), limits);
        }
        catch (LitmusException e)
        {
            return e.Problem.StartsWith(Prefix, StringComparison.Ordinal) ? Is(Outcome.Unfit, e.Problem[Prefix.Length..]) : Is(Outcome.Refused, e.Problem);
        }

        string[] bounds = [.. fast.Bounds.Select(static b => "explorer: " + b), .. slow.Bounds.Select(static b => "candidates: " + b)];
        string? difference = Difference(fast, slow);
        // What the explorer has too much is not known where the candidates are cut, too.
        string compared = slow.Bounds.Count > 0 ? "; not compared" : difference is null ? "; they agree" : "; " + difference;
        return bounds.Length > 0 ? Is(Outcome.Cut, string.Join(", ", bounds) + compared)
            : difference is not null ? Is(Outcome.Differs, difference)
            : Is(Outcome.Agrees, "");
    }

    private static string? Difference(LitmusResult explorer, LitmusResult candidates)
    {
        bool sameRace = explorer.Flags.Contains("data-race") == candidates.Flags.Contains("data-race");
        string race = sameRace ? "" : "only one has a data race; ";
        if (explorer.HasExistentialRelations)
        {
            // The counts say nothing.
            bool same = explorer.States.Select(static s => s.Text).SequenceEqual(candidates.States.Select(static s => s.Text));
            return same ? sameRace ? null : race : race + States(explorer, candidates);
        }

        if ((explorer.Positive, explorer.Negative) != (candidates.Positive, candidates.Negative))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{race}explorer {explorer.Positive}+{explorer.Negative}, candidates {candidates.Positive}+{candidates.Negative}; ") + States(explorer, candidates);
        }

        bool sameStates = explorer.States.SequenceEqual(candidates.States);
        return !sameStates ? States(explorer, candidates) : sameRace ? null : race;
    }

    private static string States(LitmusResult explorer, LitmusResult candidates)
    {
        Dictionary<string, long> known = candidates.States.ToDictionary(static s => s.Text, static s => s.Executions, StringComparer.Ordinal);
        bool tooMuch = explorer.States.Any(s => s.Executions > known.GetValueOrDefault(s.Text));
        return (tooMuch ? TooMuch : "the explorer has too few")
            + "; explorer: " + string.Join(" | ", explorer.States.Except(candidates.States).Select(static s => $"{s.Text} x{s.Executions}"))
            + "; candidates: " + string.Join(" | ", candidates.States.Except(explorer.States).Select(static s => $"{s.Text} x{s.Executions}"));
    }
}
