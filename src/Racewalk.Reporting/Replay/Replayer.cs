using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Replay;

/// <summary>Recognises one execution while a program is explored, and judges it.</summary>
public sealed class Replayer : IExecutionVisitor
{
    private readonly ScenarioInstance _instance;
    private readonly string _code;

    /// <summary>Looks for an execution.</summary>
    /// <param name="instance">The scenario's configuration.</param>
    /// <param name="code">The execution's <see cref="ExecutionCode"/>.</param>
    public Replayer(ScenarioInstance instance, string code)
    {
        _instance = instance;
        _code = code;
    }

    /// <summary>The execution; null until it is found.</summary>
    public Execution? Found { get; private set; }

    /// <summary>What the execution breaks; null if nothing.</summary>
    public FailureNote? Failure { get; private set; }

    /// <summary>Returns false for the execution looked for, so that a search that stops at the first violation stops there.</summary>
    public bool Visit(IExecution execution)
    {
        if (Found is not null)
        {
            return true;
        }

        Execution snapshot = execution.Snapshot();
        if (!string.Equals(ExecutionCode.Of(snapshot), _code, StringComparison.Ordinal))
        {
            return true;
        }

        Found = snapshot;
        Failure = Judge(execution);
        return false;
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

        if (execution.IsDeadlock && _instance.DeadlockIsViolation)
        {
            return new FailureNote(ViolationKind.Deadlock, "nothing can move");
        }

        return execution.IsComplete ? _instance.Property(execution) : null;
    }
}
