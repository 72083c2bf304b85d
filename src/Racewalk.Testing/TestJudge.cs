using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Reporting.Replay;
using Racewalk.Scenarios;

namespace Racewalk.Testing;

/// <summary>Judges every execution of a test's program.</summary>
/// <param name="program">The program.</param>
/// <param name="options">Which execution is judged, and whether it may deadlock.</param>
internal sealed class TestJudge(TestProgram program, ModelOptions options) : IMergeableVisitor
{
    private readonly bool[] _happened = new bool[program.Behaviours.Count];
    private int _switches = int.MaxValue;

    /// <summary>How many executions break something.</summary>
    internal long Violations { get; private set; }

    /// <summary>The execution that breaks something with the fewest context switches, the first of them; null if none does.</summary>
    internal Execution? Example { get; private set; }

    /// <summary>What <see cref="Example"/> breaks.</summary>
    internal FailureNote? Failure { get; private set; }

    /// <summary>Whether the execution that was asked for was found.</summary>
    internal bool IsReplayed { get; private set; }

    /// <summary>The behaviours that were seen, or those that were not.</summary>
    internal IEnumerable<string> Behaviours(bool happened) => program.Behaviours.Where((_, i) => _happened[i] == happened).Select(static b => b.Name);

    /// <inheritdoc/>
    public bool Visit(IExecution execution)
    {
        if (options.Replay is { } code)
        {
            if (IsReplayed || ExecutionCode.Of(execution.Snapshot()) != code)
            {
                return true;
            }

            IsReplayed = true;
        }

        for (int i = 0; execution.IsComplete && i < _happened.Length; i++)
        {
            string note = program.Behaviours[i].NoteName;
            for (int thread = 0; thread < execution.ThreadCount && !_happened[i]; thread++)
            {
                _happened[i] = execution.TryGetObserved(thread, note, out _);
            }
        }

        if (Judge(execution) is not { } failure)
        {
            return true;
        }

        Violations++;
        Execution copy = execution.Snapshot();
        int switches = ContextSwitches.Count(copy);
        if (switches < _switches)
        {
            (_switches, Failure, Example) = (switches, failure, copy);
        }

        return false;
    }

    /// <inheritdoc/>
    public IMergeableVisitor Fresh() => new TestJudge(program, options);

    /// <inheritdoc/>
    public void Append(IMergeableVisitor next)
    {
        var other = (TestJudge)next;
        for (int i = 0; i < _happened.Length; i++)
        {
            _happened[i] |= other._happened[i];
        }

        IsReplayed |= other.IsReplayed;
        Violations += other.Violations;
        if (other._switches < _switches)
        {
            (_switches, Failure, Example) = (other._switches, other.Failure, other.Example);
        }
    }

    private FailureNote? Judge(IExecution execution)
    {
        for (int thread = 0; thread < execution.ThreadCount; thread++)
        {
            if (execution.Failure(thread) is { } failure)
            {
                return failure;
            }
        }

        return execution.IsComplete ? program.RunFinals(execution) is { } broken ? new FailureNote(ViolationKind.Assertion, broken) : null
            : execution.IsDeadlock && !options.AllowsDeadlock ? new FailureNote(ViolationKind.Deadlock, "nothing can move any more")
            : null;
    }
}
