namespace Racewalk.Litmus.Conformance;

/// <summary>What is published about one test: a line of a suite's <c>expected.csv</c>.</summary>
public sealed record ExpectedTest
{
    // Suites with verdicts of several models have them apart; the table's own column is then a mixture.
    private const string StrongPrefix = "strong=";

    /// <summary>The file, below the suite's folder.</summary>
    public required string File { get; init; }

    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>The dialect.</summary>
    public required string Architecture { get; init; }

    /// <summary>Whether some final state satisfies the condition; null if that is not known.</summary>
    public required bool? IsReachable { get; init; }

    /// <summary>Whether all final states satisfy the condition; null if that is not known.</summary>
    public required bool? IsAlways { get; init; }

    /// <summary>Whether the model flags a data race; null if that is not known or not a question.</summary>
    public required bool? HasRace { get; init; }

    /// <summary>The final states, normalised by <see cref="StateText"/>; null if they are not published.</summary>
    public IReadOnlySet<string>? States { get; init; }

    /// <summary>Whether the model says that some change of a descriptor needs break-before-make; null if that is not known.</summary>
    public bool? NeedsBreakBeforeMake { get; init; }

    /// <summary>Whether anything is published that a result could disagree with.</summary>
    public bool IsJudged => (IsReachable ?? IsAlways ?? HasRace ?? NeedsBreakBeforeMake) is not null || States is not null;

    /// <summary>Reads a suite.</summary>
    /// <param name="suite">The suite's folder, which has an <c>expected.csv</c>.</param>
    /// <param name="variant">The variant of the model whose verdicts are wanted, such as ets2; nothing for the one without.</param>
    /// <returns>The tests in the order of the file.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The file is no such table.</exception>
    public static IReadOnlyList<ExpectedTest> Load(string suite, string variant = "")
    {
        string path = Path.Combine(suite, "expected.csv");
        string[] lines = System.IO.File.ReadAllLines(path);
        IReadOnlyList<string> header = CsvLine.Split(lines.Length > 0 ? lines[0] : "");
        int[] columns = [.. new[] { "file", "name", "arch", "reachable", "always", "extra" }.Select(c => header.ToList().IndexOf(c))];
        if (columns.Contains(-1))
        {
            throw new FormatException($"{path}: the first line must name the columns file, name, arch, reachable, always and extra");
        }

        IReadOnlyDictionary<string, PublishedExecutions> published = PublishedStates.Load(suite, variant);
        var tests = new List<ExpectedTest>();
        foreach (string line in lines.Skip(1).Where(static l => l.Length > 0))
        {
            IReadOnlyList<string> f = CsvLine.Split(line);
            if (f.Count <= columns.Max())
            {
                throw new FormatException($"{path}: the line '{line}' has too few columns");
            }

            string[] extra = f[columns[5]].Split(';');
            string? verdict = variant.Length == 0 ? null : Array.Find(extra, e => e.StartsWith($"{variant}=", StringComparison.Ordinal))?[(variant.Length + 1)..];
            PublishedExecutions? executions = published.GetValueOrDefault(f[columns[1]]);
            tests.Add(new ExpectedTest
            {
                File = f[columns[0]],
                Name = f[columns[1]],
                Architecture = f[columns[2]],
                IsReachable = variant.Length > 0 ? Reachable(verdict)
                    : Array.Find(extra, static e => e.StartsWith(StrongPrefix, StringComparison.Ordinal)) is { } strong ? Reachable(strong[StrongPrefix.Length..])
                    : Bit(f[columns[3]]),
                IsAlways = variant.Length == 0 ? Bit(f[columns[4]]) : verdict == "Required" ? true : null,
                HasRace = extra.Contains("race=yes") || extra.Contains("race=1") ? true : extra.Contains("race=no") ? false : null,
                States = executions?.States,
                NeedsBreakBeforeMake = executions?.Flags.Contains(Agreement.BreakBeforeMakeFlag)
                    ?? (extra.Contains($"flag={Agreement.BreakBeforeMakeFlag}") ? true : extra.Contains("flag=none") ? false : null),
            });
        }

        return tests;
    }

    private static bool? Reachable(string? verdict) => verdict switch { "Allowed" or "Required" => true, "Forbidden" => false, _ => null };

    private static bool? Bit(string text) => text switch { "1" => true, "0" => false, _ => null };
}
