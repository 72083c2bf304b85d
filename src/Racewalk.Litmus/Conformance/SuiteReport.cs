namespace Racewalk.Litmus.Conformance;

/// <summary>How the tests of a suite came out against what is published. Not thread-safe.</summary>
/// <param name="name">The suite's name.</param>
public sealed class SuiteReport(string name)
{
    private readonly List<(string Test, string What)> _disagreements = [];
    private readonly List<(string Test, string Why)> _refusals = [];
    private readonly List<string> _timeouts = [];

    /// <summary>The suite's name.</summary>
    public string Name { get; } = name;

    /// <summary>How many tests it has.</summary>
    public int Tests { get; private set; }

    /// <summary>How many agree in all that is published.</summary>
    public int Agreeing { get; private set; }

    /// <summary>How many have nothing published to agree with, for this variant of the model.</summary>
    public int Unjudged { get; private set; }

    /// <summary>How many published state sets were compared.</summary>
    public int StateSets { get; private set; }

    /// <summary>Tests that differ, and in what.</summary>
    public IReadOnlyList<(string Test, string What)> Disagreements => _disagreements;

    /// <summary>Tests that were refused or could not be read, and why.</summary>
    public IReadOnlyList<(string Test, string Why)> Refusals => _refusals;

    /// <summary>Tests that a limit cut.</summary>
    public IReadOnlyList<string> Timeouts => _timeouts;

    /// <summary>Thread time spent on the tests.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The longest test and its time.</summary>
    public (string Test, TimeSpan Elapsed) Slowest { get; private set; } = ("", TimeSpan.Zero);

    /// <summary>Adds what came of a test.</summary>
    /// <param name="expected">What is published.</param>
    /// <param name="outcome">What was found.</param>
    public void Add(ExpectedTest expected, Batches.LitmusOutcome outcome)
    {
        Tests++;
        Elapsed += outcome.Elapsed;
        if (outcome.Elapsed > Slowest.Elapsed)
        {
            Slowest = (expected.File, outcome.Elapsed);
        }

        if (outcome.Result is not { } result)
        {
            _refusals.Add((expected.File, outcome.Error!));
            return;
        }

        if (result.Bounds.Count > 0)
        {
            _timeouts.Add($"{expected.File} ({string.Join(", ", result.Bounds)})");
            return;
        }

        if (!expected.IsJudged)
        {
            Unjudged++;
            return;
        }

        StateSets += expected.States is null || expected.HasRace == true ? 0 : 1;
        IReadOnlyList<string> differences = Agreement.Differences(expected, result);
        if (differences.Count == 0)
        {
            Agreeing++;
        }
        else
        {
            _disagreements.Add((expected.File, string.Join("; ", differences.Take(4)) + (differences.Count > 4 ? $"; and {differences.Count - 4} more" : "")));
        }
    }
}
