namespace Racewalk.Reporting.Comparing;

/// <summary>A verdict that is not what it was.</summary>
/// <param name="Subject">What it is of.</param>
/// <param name="Old">What it was.</param>
/// <param name="New">What it is.</param>
/// <param name="IsWorse">Whether that is for the worse.</param>
public sealed record VerdictChange(Subject Subject, string Old, string New, bool IsWorse);

/// <summary>A count that is not what it was, of searches that were both exhaustive.</summary>
/// <param name="Subject">What it is of.</param>
/// <param name="Name">What was counted.</param>
/// <param name="Old">What it was.</param>
/// <param name="New">What it is.</param>
public sealed record CountChange(Subject Subject, string Name, long Old, long New);

/// <summary>What differs between two files of results.</summary>
public sealed class ResultDifference
{
    private ResultDifference(ResultFile old, ResultFile @new)
    {
        Old = old;
        New = @new;
        var before = old.Results.ToDictionary(static r => r.Subject);
        var after = @new.Results.Select(static r => r.Subject).ToHashSet();
        Appeared = [.. @new.Results.Where(r => !before.ContainsKey(r.Subject))];
        Vanished = [.. old.Results.Where(r => !after.Contains(r.Subject))];
        (FiledResult Old, FiledResult New)[] both = [.. @new.Results.Where(r => before.ContainsKey(r.Subject)).Select(r => (before[r.Subject], r))];
        Both = both.Length;
        string[] verdicts = ResultFile.Verdicts[@new.Schema];
        Changes =
        [
            .. both.Where(static b => b.Old.Verdict != b.New.Verdict)
                .Select(b => new VerdictChange(b.New.Subject, b.Old.Verdict, b.New.Verdict, IsWorse(b.Old, b.New, verdicts)))
                .OrderBy(static c => c.IsWorse ? 0 : 1)
                .ThenByDescending(c => Array.IndexOf(verdicts, c.New))
                .ThenBy(c => Array.IndexOf(verdicts, c.Old)),
        ];
        Counts = [.. both.SelectMany(static b => CountsOf(b.Old, b.New))];
    }

    /// <summary>The old file.</summary>
    public ResultFile Old { get; }

    /// <summary>The new file.</summary>
    public ResultFile New { get; }

    /// <summary>How many results are in both.</summary>
    public int Both { get; }

    /// <summary>Verdicts that changed, the worst first, then in the order of the new file.</summary>
    public IReadOnlyList<VerdictChange> Changes { get; }

    /// <summary>Results that only the new file has.</summary>
    public IReadOnlyList<FiledResult> Appeared { get; }

    /// <summary>Results that only the old file has.</summary>
    public IReadOnlyList<FiledResult> Vanished { get; }

    /// <summary>Counts that changed, in the order of the new file.</summary>
    public IReadOnlyList<CountChange> Counts { get; }

    /// <summary>How many verdicts changed for the worse.</summary>
    public int Worse => Changes.Count(static c => c.IsWorse);

    /// <summary>Compares two files.</summary>
    /// <exception cref="ComparingException">They are of different schemas.</exception>
    public static ResultDifference Of(ResultFile old, ResultFile @new) => old.Schema == @new.Schema
        ? new ResultDifference(old, @new)
        : throw new ComparingException($"{old.Path} is of schema {old.Schema}, {@new.Path} of {@new.Schema}; only like can be compared");

    // What the catalogue expects is better than what it does not, whatever it is: a mutant that holds all of a sudden is bad news.
    private static bool IsWorse(FiledResult old, FiledResult @new, string[] verdicts) => (old.IsExpected, @new.IsExpected) switch
    {
        (true, false) => true,
        (false, true) => false,
        _ => Array.IndexOf(verdicts, @new.Verdict) > Array.IndexOf(verdicts, old.Verdict),
    };

    private static IEnumerable<CountChange> CountsOf(FiledResult old, FiledResult @new) =>
        from count in @new.Counts
        from other in old.Counts
        where count.Name == other.Name && count.Value != other.Value
        select new CountChange(@new.Subject, count.Name, other.Value, count.Value);
}
