using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
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

        if (program.Question.Filter is { } filter && !_states.Satisfies(filter, candidate, values))
        {
            return;
        }

        int executions = evaluation.Complete(this);
        if (executions == 0)
        {
            return;
        }

        bool satisfies = _states.Satisfies(program.Question.Condition, candidate, values);
        string text = _states.Describe(candidate, values);
        // A fault is not part of the state's text, so two executions with one text may differ in the condition: the satisfying one counts.
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

    void ICandidateVisitor.WildAccess(Candidate candidate, ulong address)
    {
        if (!program.IsNearLocation(address))
        {
            throw program.Source.Error(0, $"a thread uses the value {program.FormatValue(address)} as an address, where the test has no location");
        }

        NewTargets.Add(address);
    }

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
