namespace Racewalk.Litmus.Checking;

/// <summary>Counts executions by their final states.</summary>
internal sealed class StateTally
{
    private readonly Dictionary<string, (bool Satisfies, long Executions)> _found = new(StringComparer.Ordinal);

    /// <summary>Executions whose final state satisfies the condition.</summary>
    public long Positive { get; private set; }

    /// <summary>Executions whose final state does not.</summary>
    public long Negative { get; private set; }

    /// <summary>The states, in ordinal order of their text.</summary>
    public IReadOnlyList<LitmusState> States =>
        [.. _found.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(static s => new LitmusState(s.Key, s.Value.Satisfies, s.Value.Executions))];

    /// <summary>Adds executions that end in one state.</summary>
    public void Add(string text, bool satisfies, int executions)
    {
        AddState(text, satisfies, executions);
        Positive += satisfies ? executions : 0;
        Negative += satisfies ? 0 : executions;
    }

    /// <summary>Adds what another one has counted.</summary>
    public void Add(StateTally other)
    {
        foreach ((string text, (bool satisfies, long executions)) in other._found)
        {
            AddState(text, satisfies, executions);
        }

        Positive += other.Positive;
        Negative += other.Negative;
    }

    private void AddState(string text, bool satisfies, long executions)
    {
        // A fault is not part of the state's text, so two executions with one text may differ in the condition: the satisfying one counts.
        (bool Satisfies, long Executions) old = _found.GetValueOrDefault(text);
        _found[text] = (old.Satisfies || satisfies, old.Executions + executions);
    }
}
