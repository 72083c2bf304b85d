using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Scenarios;

/// <summary>Judges every execution of a scenario: what it breaks, and which witnesses it is.</summary>
/// <param name="instance">The scenario.</param>
internal sealed class ExecutionJudge(ScenarioInstance instance) : IExecutionVisitor
{
    private readonly bool[] _reached = new bool[instance.Witnesses.Count];
    private readonly BreakBeforeMake? _breaks = instance.Machine is { } machine && machine.AddressSpaces.Any(static s => s.Format is Arm64TableFormat)
        ? new BreakBeforeMake(machine, instance.Program.Initial, instance.FormatValue)
        : null;

    private int _switches = int.MaxValue;

    /// <summary>How many executions broke something.</summary>
    internal long Violations { get; private set; }

    /// <summary>What <see cref="Example"/> breaks.</summary>
    internal FailureNote? Failure { get; private set; }

    /// <summary>The violating execution with the fewest context switches, the first of them.</summary>
    internal Execution? Example { get; private set; }

    /// <summary>Each witness with whether it was reached.</summary>
    internal IReadOnlyList<(Witness Witness, bool Reached)> Witnesses => [.. instance.Witnesses.Select((w, i) => (w, _reached[i]))];

    /// <summary>Names of witnesses not reached.</summary>
    internal IEnumerable<string> Unreached => Witnesses.Where(w => !w.Reached).Select(w => w.Witness.Name);

    /// <inheritdoc/>
    public bool Visit(IExecution execution)
    {
        for (int w = 0; w < _reached.Length; w++)
        {
            _reached[w] |= execution.IsComplete && instance.Witnesses[w].Holds(execution);
        }

        FailureNote? failure = Judge(execution);
        if (failure is null)
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

    private FailureNote? Judge(IExecution execution)
    {
        // First: after this nothing that the hardware does can be relied on (docs/models/translation.md, 2.7).
        if (_breaks is not null && execution.IsComplete && execution.Graph is { } graph && _breaks.Find(graph, TranslationHistory.Of(graph)) is { } missing)
        {
            return missing;
        }

        for (int t = 0; t < execution.ThreadCount; t++)
        {
            if (execution.Failure(t) is { } failure)
            {
                return failure;
            }
        }

        if (execution.IsComplete)
        {
            return instance.Property(execution) ?? execution.DataRace;
        }

        return execution.IsDeadlock && instance.DeadlockIsViolation ? Deadlock(execution) : null;
    }

    private FailureNote Deadlock(IExecution execution)
    {
        IEnumerable<string> waiting = Enumerable.Range(0, execution.ThreadCount)
            .Where(t => execution.Status(t) == ThreadStatus.Blocked)
            .Select(NameOf);
        string readers = string.Join(", ", execution.WaitingReaders.Select(NameOf));
        string why = readers.Length > 0 ? $"; a grace period never ends, because of the read-side section of {readers}" : "";
        return new FailureNote(ViolationKind.Deadlock, $"nothing can move: {string.Join(", ", waiting)} wait for ever{why}");
    }

    private string NameOf(int thread) => instance.Program.ThreadNames.ElementAtOrDefault(thread) ?? $"CPU {thread}";
}
