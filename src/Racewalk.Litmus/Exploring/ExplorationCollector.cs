using Racewalk.Exploration;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Exploring;

/// <summary>Counts what the explorer visits. Those of several workers share the test, in which nothing changes while it is explored.</summary>
internal sealed class ExplorationCollector(LitmusProgram program, IReadOnlyList<ThreadPlan> plans) : IMergeableVisitor
{
    private readonly FinalStates _states = new(program);
    private readonly StateTally _tally = new();
    private readonly SortedSet<string> _mistakes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _flags = new(StringComparer.Ordinal);
    private ExploredState? _state;
    private long _executions;

    bool IExecutionVisitor.Visit(IExecution execution)
    {
        if (!execution.IsComplete)
        {
            return true;
        }

        _executions++;
        foreach (TestMistake mistake in Mistakes(execution))
        {
            _mistakes.Add(program.Source.Error(mistake.Offset, mistake.Why).Message);
            return true;
        }

        _state ??= new ExploredState(program, plans) { Execution = execution };
        _state.Execution = execution;
        if (program.Question.Filter is { } filter && !_states.Satisfies(filter, _state))
        {
            return true;
        }

        _tally.Add(_states.Describe(_state), _states.Satisfies(program.Question.Condition, _state), 1);
        if (_flags.Count == 0 && execution.DataRace is not null)
        {
            _flags.Add("data-race");
        }

        return true;
    }

    IMergeableVisitor IMergeableVisitor.Fresh() => new ExplorationCollector(program, plans);

    void IMergeableVisitor.Append(IMergeableVisitor next)
    {
        var other = (ExplorationCollector)next;
        _tally.Add(other._tally);
        _mistakes.UnionWith(other._mistakes);
        _flags.UnionWith(other._flags);
        _executions += other._executions;
    }

    private IEnumerable<TestMistake> Mistakes(IExecution execution)
    {
        for (int t = 0; t < plans.Count; t++)
        {
            if (plans[t].HasMistakes && execution.TryGetObserved(t, PlanRunner.PathName, out ulong path) && plans[t].Traces[(int)path].Mistake is { } mistake)
            {
                yield return mistake;
            }
        }
    }

    /// <summary>What was found.</summary>
    /// <param name="bounds">Why it is not the whole truth.</param>
    /// <param name="hasThinAir">Whether there may be executions whose values come out of thin air.</param>
    /// <param name="isCounted">Whether each execution was visited once.</param>
    public LitmusResult ToResult(IEnumerable<string> bounds, bool hasThinAir, bool isCounted) => new()
    {
        Name = program.Name,
        Question = program.Question,
        States = _tally.States,
        Positive = _tally.Positive,
        Negative = _tally.Negative,
        Flags = [.. _flags],
        Mistakes = [.. _mistakes],
        Bounds = [.. bounds.Order(StringComparer.Ordinal)],
        HasThinAir = hasThinAir,
        HasExistentialRelations = !isCounted,
        Candidates = _executions,
    };
}
