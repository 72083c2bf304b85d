using System.Diagnostics.CodeAnalysis;
using Racewalk.Executions;
using Racewalk.Models.Cat.Evaluation;

namespace Racewalk.Models.Cat;

/// <summary>
/// Evaluates a model over one structure after the other. What depends only on static sets and relations is computed once a structure, everything else once
/// an evaluation, into memory that is used again.
/// </summary>
/// <remarks>Not thread-safe. One instance serves one search.</remarks>
public sealed partial class CatEvaluation
{
    private const int MostForms = 32;

    private readonly CatModel _model;
    private readonly Dictionary<CatProgram, NodeValues> _valuesOf = [];
    private readonly List<string> _flags = [];
    private CatProgram? _program;
    private NodeValues? _values;
    private ICatChoiceVisitor? _visitor;
    private bool _flagsAreKnown;
    private bool _stopped;

    internal CatEvaluation(CatModel model) => _model = model;

    /// <summary>The checks of the model in its order, for the structure at hand. Allocates.</summary>
    public IReadOnlyList<CatCheck> Checks =>
        [.. Program.Tests.Where(test => test.Role == Syntax.TestRole.Check)
            .Select(test => new CatCheck(test.Name, test.IsMonotone, test.Subject.Node.Dependencies == 0, test.Subject.Stage))];

    /// <summary>The names that the model wants shown, in its order.</summary>
    public IReadOnlyList<string> Shown => [.. Program.Shown.Select(shown => shown.Key)];

    /// <summary>The flags that the consistent execution raises that a visitor looks at.</summary>
    public IReadOnlyList<string> RaisedFlags
    {
        get
        {
            if (!_flagsAreKnown)
            {
                FindFlags();
            }

            return _flags;
        }
    }

    private CatProgram Program => _program ?? throw NothingBegun();

    private NodeValues Values => _values ?? throw NothingBegun();

    /// <summary>Takes a new structure. A name that a test uses and that the structure does not have is an error.</summary>
    public void Begin(ICatStructure structure)
    {
        if (_program is null || !_program.Fits(structure))
        {
            _program = _model.ProgramFor(structure);
            if (!_valuesOf.TryGetValue(_program, out _values))
            {
                if (_valuesOf.Count == MostForms)
                {
                    _valuesOf.Clear();
                }

                _values = new NodeValues(_program);
                _valuesOf.Add(_program, _values);
            }
        }

        Values.Begin(structure);
    }

    /// <summary>
    /// Whether the present partial execution passes the monotone checks. If not, no extension of it is consistent, provided that growing relations only grow.
    /// </summary>
    public bool MayBeConsistent()
    {
        Values.Touch();
        return MayPass(0);
    }

    /// <summary>
    /// Makes all checks on the present complete execution, once for each way to make the choices of the model. Returns in how many ways it is consistent;
    /// a visitor may stop the count early.
    /// </summary>
    public int Complete(ICatChoiceVisitor? visitor = null)
    {
        Values.Touch();
        _visitor = visitor;
        _stopped = false;
        try
        {
            return Count(0);
        }
        finally
        {
            _visitor = null;
            _flagsAreKnown = false;
        }
    }

    /// <summary>
    /// A relation that the model or the structure has under a name, or that the model wants shown under it. It is valid until the next evaluation; a
    /// relation that depends on choices has the value for the last ones.
    /// </summary>
    public bool TryGetRelation(string name, [NotNullWhen(true)] out EventMatrix? relation)
    {
        relation = Find(name) is { Node.IsSet: false } node && IsChosen(node) ? Values.Relation(node) : null;
        return relation is not null;
    }

    /// <summary>A set that the model or the structure has under a name, or that the model wants shown under it; as for relations.</summary>
    public bool TryGetSet(string name, [NotNullWhen(true)] out EventBits? set)
    {
        set = Find(name) is { Node.IsSet: true } node && IsChosen(node) ? Values.Set(node) : null;
        return set is not null;
    }

    private static InvalidOperationException NothingBegun() => new("There is no structure yet; call Begin first.");

    private PlannedNode? Find(string name)
    {
        foreach (KeyValuePair<string, PlannedNode> shown in Program.Shown)
        {
            if (shown.Key == name)
            {
                return shown.Value;
            }
        }

        return Program.Names.GetValueOrDefault(name);
    }
}
