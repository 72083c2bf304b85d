using Racewalk.Oracle.Axioms;

namespace Racewalk.Oracle;

/// <summary>The consistent executions of a program, as canonical strings.</summary>
public sealed class OracleResult
{
    private readonly HashSet<string>?[] _complete = new HashSet<string>?[OracleModel.All.Count];
    private readonly HashSet<string>?[] _deadlocked = new HashSet<string>?[OracleModel.All.Count];

    internal OracleResult(IReadOnlyList<OracleModel> models)
    {
        foreach (OracleModel model in models)
        {
            _complete[model.Index] = new HashSet<string>(StringComparer.Ordinal);
            _deadlocked[model.Index] = new HashSet<string>(StringComparer.Ordinal);
        }
    }

    /// <summary>Why the program was not enumerated: it is too large; null if it was.</summary>
    public string? Rejection { get; internal set; }

    /// <summary>Whether the program was too large; the sets then say nothing.</summary>
    public bool IsRejected => Rejection is not null;

    /// <summary>How many candidates were examined.</summary>
    public long Candidates { get; internal set; }

    /// <summary>The consistent executions in which all threads finish and all interrupts are taken.</summary>
    /// <param name="model">One of the models enumerated.</param>
    public IReadOnlySet<string> Complete(OracleModel model) => Of(_complete, model);

    /// <summary>
    /// The consistent executions in which some thread is blocked, every await that blocks reads the coherence-last write of its location,
    /// and no finished thread has an interrupt pending. Empty unless asked for.
    /// </summary>
    /// <param name="model">One of the models enumerated.</param>
    public IReadOnlySet<string> Deadlocked(OracleModel model) => Of(_deadlocked, model);

    internal void Add(OracleModel model, bool isComplete, string execution)
    {
        // Candidates differ in what the string shows; otherwise sets could not be compared with counts.
        if (!Of(isComplete ? _complete : _deadlocked, model).Add(execution))
        {
            throw new InvalidOperationException($"two candidates have one canonical string: {execution}");
        }
    }

    private static HashSet<string> Of(HashSet<string>?[] sets, OracleModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return sets[model.Index] ?? throw new ArgumentException($"{model} was not enumerated", nameof(model));
    }
}
