using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Checking;

/// <summary>Counts what a search finds.</summary>
internal sealed class ResultCollector(LitmusProgram program, bool withPictures) : ICandidateVisitor, ICatChoiceVisitor
{
    private readonly FinalStates _states = new(program);
    private readonly Dictionary<string, (bool Satisfies, long Executions)> _found = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _flags = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _bounds = new(StringComparer.Ordinal);
    private PictureBuilder Pictures => field ??= new PictureBuilder(program, _states);

    private Skeleton? _checked;
    private LitmusPicture? _positive;
    private LitmusPicture? _negative;
    private long _candidates;
    private bool _hasThinAir;
    private bool _hasChoices;

    public void AddBound(string bound) => _bounds.Add(bound);

    void ICandidateVisitor.Visit(Candidate candidate, ReadValues values, CatEvaluation evaluation)
    {
        if (_candidates++ == 0)
        {
            _hasChoices = evaluation.Checks.Any(static c => c.Choices > 0);
        }

        if (candidate.Skeleton.Paths.FirstOrDefault(static p => p.Trace.Wild is not null)?.Trace.Wild is { } wild)
        {
            if (evaluation.Complete(this) > 0)
            {
                throw AccessToNowhere(wild);
            }

            return;
        }

        if (program.Question.Filter is { } filter && !_states.Satisfies(filter, candidate, values))
        {
            return;
        }

        int executions = evaluation.Complete(this);
        if (executions == 0)
        {
            return;
        }

        // Once a combination of paths is enough, and in C accesses have the size of what they access.
        if (!candidate.Skeleton.IsC && candidate.Skeleton != _checked)
        {
            _checked = candidate.Skeleton;
            AccessSizes.Check(program, candidate.Skeleton.Paths.Select(static p => p.Trace));
        }

        bool satisfies = _states.Satisfies(program.Question.Condition, candidate, values);
        string text = _states.Describe(candidate, values);
        // Numbers are cut to their types, so two executions with one text may differ in the condition: the satisfying one counts.
        (bool Satisfies, long Executions) old = _found.GetValueOrDefault(text);
        _found[text] = (old.Satisfies || satisfies, old.Executions + executions);
        if (satisfies)
        {
            Positive += executions;
            _positive ??= withPictures ? Pictures.Build(candidate, values) : null;
        }
        else
        {
            Negative += executions;
            _negative ??= withPictures ? Pictures.Build(candidate, values) : null;
        }
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

    private long Positive { get; set; }

    private long Negative { get; set; }

    public LitmusResult ToResult() => new()
    {
        Name = program.Name,
        Question = program.Question,
        States = [.. _found.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(static s => new LitmusState(s.Key, s.Value.Satisfies, s.Value.Executions))],
        Positive = Positive,
        Negative = Negative,
        Flags = [.. _flags],
        Bounds = [.. _bounds],
        HasThinAir = _hasThinAir,
        HasExistentialRelations = _hasChoices,
        Candidates = _candidates,
        PositivePicture = _positive,
        NegativePicture = _negative,
    };
}
