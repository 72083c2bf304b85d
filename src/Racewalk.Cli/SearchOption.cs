using System.CommandLine;
using Racewalk.Exploration;

namespace Racewalk.Cli;

/// <summary>Which search looks for violations, and its numbers.</summary>
internal sealed class SearchOption
{
    private static readonly string[] s_names = ["exhaustive", "random", "pct", "context"];

    private readonly Option<string> _search = new("--search")
    {
        Description = "exhaustive; or for what has too many executions random, pct or context. Those never end with 'holds'.",
        HelpName = "SEARCH",
        DefaultValueFactory = static _ => s_names[0],
    };

    private readonly Option<ulong?> _seed = new("--seed") { Description = "Where the draws of random and pct start from (1).", HelpName = "N" };

    private readonly Option<long?> _runs = new("--runs") { Description = "How many executions random and pct build (10000).", HelpName = "N" };

    private readonly Option<int?> _depth = new("--depth") { Description = "How many things must be in an order for the bugs that pct looks for (3).", HelpName = "D" };

    private readonly Option<int?> _preemptions = new("--preemptions") { Description = "How many preemptions an execution of context may have (2).", HelpName = "K" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_search);
        command.Add(_seed);
        command.Add(_runs);
        command.Add(_depth);
        command.Add(_preemptions);
    }

    /// <summary>What was asked for; null for the exhaustive search.</summary>
    /// <exception cref="UsageException">It makes no sense.</exception>
    public SearchOptions? Of(ParseResult parse)
    {
        string name = parse.GetValue(_search)!;
        if (!s_names.Contains(name, StringComparer.Ordinal))
        {
            throw UsageException.Unknown("search", name, s_names);
        }

        bool draws = name is "random" or "pct";
        CheckMeant(draws || (parse.GetValue(_seed) is null && parse.GetValue(_runs) is null), "--seed and --runs", "random and pct");
        CheckMeant(name == "pct" || parse.GetValue(_depth) is null, "--depth", "pct");
        CheckMeant(name == "context" || parse.GetValue(_preemptions) is null, "--preemptions", "context");
        CheckLeast(parse.GetValue(_runs), 1, "--runs");
        CheckLeast(parse.GetValue(_depth), 1, "--depth");
        CheckLeast(parse.GetValue(_preemptions), 0, "--preemptions");
        var random = new RandomSearch();
        var pct = new PctSearch();
        return name switch
        {
            "random" => random with { Seed = parse.GetValue(_seed) ?? random.Seed, Runs = parse.GetValue(_runs) ?? random.Runs },
            "pct" => pct with
            {
                Seed = parse.GetValue(_seed) ?? pct.Seed,
                Runs = parse.GetValue(_runs) ?? pct.Runs,
                Depth = parse.GetValue(_depth) ?? pct.Depth,
            },
            "context" => new ContextBoundedSearch { Preemptions = parse.GetValue(_preemptions) ?? new ContextBoundedSearch().Preemptions },
            _ => null,
        };
    }

    private static void CheckMeant(bool isMeant, string option, string search)
    {
        if (!isMeant)
        {
            throw new UsageException($"{option}: only with --search {search.Replace(" and ", " or --search ", StringComparison.Ordinal)}");
        }
    }

    private static void CheckLeast(long? number, long least, string option)
    {
        if (number < least)
        {
            throw new UsageException($"{option}: the number must be at least {least}");
        }
    }
}
