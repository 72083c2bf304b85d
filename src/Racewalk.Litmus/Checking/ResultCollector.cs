using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Checking;

/// <summary>Counts what a search finds.</summary>
internal sealed class ResultCollector(LitmusProgram program, CatModel model, bool withPictures) : ICandidateVisitor, ICatChoiceVisitor
{
    private readonly FinalStates _states = new(program);
    private readonly StateTally _tally = new();
    private readonly SortedSet<string> _flags = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _bounds = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _mistakes = new(StringComparer.Ordinal);
    private PictureBuilder Pictures => field ??= new PictureBuilder(program, _states);

    private Skeleton? _checked;
    private LitmusPicture? _positive;
    private LitmusPicture? _negative;
    private long _candidates;
    private bool _hasThinAir;
    private bool _hasChoices;

    public void AddBound(string bound) => _bounds.Add(bound);

    /// <summary>Takes note of the end of the search.</summary>
    /// <param name="hasWaiting">Whether some thread may wait for ever.</param>
    public void Finish(bool hasWaiting)
    {
        if (hasWaiting && _tally.Positive + _tally.Negative == 0 && program.Question.Filter is null && _bounds.Count == 0 && _mistakes.Count == 0)
        {
            _warnings.Add($"{program.Source.Path}: no execution of {program.Name} ends: threads wait for what does not come");
        }
    }

    bool ICandidateVisitor.Visit(Candidate candidate, ReadValues values, CatEvaluation evaluation)
    {
        if (_candidates++ == 0)
        {
            _hasChoices = evaluation.Checks.Any(static c => c.Choices > 0);
        }

        if (candidate.Skeleton.Paths.FirstOrDefault(static p => p.Trace.Wild is not null)?.Trace.Wild is { } wild)
        {
            return evaluation.Complete(this) > 0 ? throw AccessToNowhere(wild) : false;
        }

        foreach (ThreadPath path in candidate.Skeleton.Paths)
        {
            if (path.Trace.Mistake is { } mistake)
            {
                if (evaluation.Complete() > 0)
                {
                    _mistakes.Add(program.Source.Error(mistake.Offset, mistake.Why).Message);
                }

                return false;
            }
        }

        var state = new CandidateState(program, candidate, values);
        if (program.Question.Filter is { } filter && !_states.Satisfies(filter, state))
        {
            return false;
        }

        int executions = evaluation.Complete(this);
        if (executions == 0)
        {
            return false;
        }

        // Once a combination of paths is enough, and in C accesses have the size of what they access.
        if (!candidate.Skeleton.IsC && candidate.Skeleton != _checked)
        {
            _checked = candidate.Skeleton;
            AccessSizes.Check(program, candidate.Skeleton.Paths.Select(static p => p.Trace));
        }

        foreach (TestMistake warning in candidate.Skeleton.Paths.SelectMany(static p => p.Trace.Warnings))
        {
            _warnings.Add(program.Source.Error(warning.Offset, warning.Why).Message);
        }

        bool satisfies = _states.Satisfies(program.Question.Condition, state);
        _tally.Add(_states.Describe(state), satisfies, executions);
        if (satisfies)
        {
            _positive ??= withPictures ? Pictures.Build(candidate, values) : null;
        }
        else
        {
            _negative ??= withPictures ? Pictures.Build(candidate, values) : null;
        }

        return true;
    }

    // Only flags can differ between the ways to order invalidations.
    bool ICandidateVisitor.WantsMoreWays => _flags.Count < model.FlagNames.Count;

    bool ICandidateVisitor.VisitAgain(CatEvaluation evaluation)
    {
        evaluation.Complete(this);
        return _flags.Count < model.FlagNames.Count;
    }

    bool ICatChoiceVisitor.OnConsistent(CatEvaluation evaluation)
    {
        _flags.UnionWith(evaluation.RaisedFlags);
        return true;
    }

    void ICandidateVisitor.ThinAir(Candidate candidate) => _hasThinAir = true;

    void ICandidateVisitor.Cut(Candidate candidate, string why) => _bounds.Add(why);

    void ICandidateVisitor.UnsupposedAddress(Candidate candidate, ulong address) => NewTargets.Add(address);

    private LitmusException AccessToNowhere(WildAccess wild) => CodeAddress.TryParse(wild.Address, out _, out _)
        ? program.Source.Unsupported(wild.Offset, "access to code as memory")
        : program.Source.Error(wild.Offset, $"access to the address {program.FormatValue(wild.Address)}, where the test has no location");

    /// <summary>Addresses that accesses had and that no path supposed.</summary>
    public SortedSet<ulong> NewTargets { get; } = [];

    public LitmusResult ToResult() => new()
    {
        Name = program.Name,
        Question = program.Question,
        States = _tally.States,
        Positive = _tally.Positive,
        Negative = _tally.Negative,
        Flags = [.. _flags],
        Bounds = [.. _bounds],
        Mistakes = [.. _mistakes],
        Warnings = [.. _warnings],
        HasThinAir = _hasThinAir,
        HasExistentialRelations = _hasChoices,
        Candidates = _candidates,
        PositivePicture = _positive,
        NegativePicture = _negative,
    };
}
