using Racewalk.Exploration;
using Racewalk.Exploration.Checkpoints;
using Racewalk.Machine;
using Racewalk.Models;
using Racewalk.Programs;
using Racewalk.Scenarios.Findings;

namespace Racewalk.Scenarios;

/// <summary>Judges every execution of a scenario: what it breaks, and which witnesses it is.</summary>
/// <param name="instance">The scenario.</param>
internal sealed class ExecutionJudge(ScenarioInstance instance) : ISavedVisitor
{
    private readonly bool[] _reached = new bool[instance.Witnesses.Count];
    private readonly BreakBeforeMake? _breaks = instance.JudgesBreakBeforeMake && instance.Machine is { } machine && machine.AddressSpaces.Any(static s => s.Format is Arm64TableFormat)
        ? new BreakBeforeMake(machine, instance.Program.Initial, instance.FormatValue)
        : null;

    private readonly LockOrder _lockOrder = new();
    private ExecutionPath? _path;

    /// <summary>How many executions broke something.</summary>
    internal long Violations { get; private set; }

    /// <summary>What <see cref="Example"/> breaks.</summary>
    internal FailureNote? Failure { get; private set; }

    /// <summary>The violating execution with the fewest context switches, the first of them.</summary>
    internal Execution? Example { get; private set; }

    /// <summary>Each witness with whether it was reached.</summary>
    internal IReadOnlyList<(Witness Witness, bool Reached)> Witnesses => [.. instance.Witnesses.Select((w, i) => (w, _reached[i]))];

    /// <summary>What is no violation and yet worth saying: locks that are nested in both orders.</summary>
    internal IReadOnlyList<string> Warnings => [.. _lockOrder.Inversions()];

    /// <summary>How many context switches <see cref="Example"/> has; <see cref="int.MaxValue"/> if there is none.</summary>
    internal int Switches { get; private set; } = int.MaxValue;

    /// <summary>Every nesting of two classes of locks, in order.</summary>
    internal IEnumerable<(string Outer, string Inner)> LockNestings => _lockOrder.All;

    /// <summary>Names of witnesses not reached.</summary>
    internal IEnumerable<string> Unreached => Witnesses.Where(w => !w.Reached).Select(w => w.Witness.Name);

    /// <inheritdoc/>
    public bool Visit(IExecution execution)
    {
        for (int w = 0; w < _reached.Length; w++)
        {
            _reached[w] |= execution.IsComplete && instance.Witnesses[w].Holds(execution);
        }

        if (instance.Machine is { NestsLocks: true })
        {
            _lockOrder.Add(execution.Snapshot());
        }

        FailureNote? failure = Judge(execution);
        if (failure is null)
        {
            return true;
        }

        Violations++;
        Execution copy = execution.Snapshot();
        int switches = ContextSwitches.Count(copy);
        if (switches < Switches)
        {
            (Switches, Failure, Example, _path) = (switches, failure, copy, execution.Path);
        }

        return false;
    }

    /// <inheritdoc/>
    public IMergeableVisitor Fresh() => new ExecutionJudge(instance);

    /// <inheritdoc/>
    public void Append(IMergeableVisitor next)
    {
        var other = (ExecutionJudge)next;
        for (int w = 0; w < _reached.Length; w++)
        {
            _reached[w] |= other._reached[w];
        }

        _lockOrder.Add(other._lockOrder);
        Violations += other.Violations;
        if (other.Switches < Switches)
        {
            (Switches, Failure, Example, _path) = (other.Switches, other.Failure, other.Example, other._path);
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        foreach (bool reached in _reached)
        {
            writer.Write(reached);
        }

        _lockOrder.Save(writer);
        writer.Write(Violations);
        writer.Write(_path is not null);
        if (_path is not null)
        {
            writer.Write(Switches);
            writer.Write((int)Failure!.Kind);
            writer.Write(Failure.Message);
            _path.Write(writer);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        for (int w = 0; w < _reached.Length; w++)
        {
            _reached[w] = reader.ReadBoolean();
        }

        _lockOrder.Load(reader);
        Violations = reader.ReadInt64();
        if (reader.ReadBoolean())
        {
            Switches = reader.ReadInt32();
            Failure = new FailureNote((ViolationKind)reader.ReadInt32(), reader.ReadString());
            _path = ExecutionPath.Read(reader);
        }
    }

    /// <summary>Visits <see cref="Example"/> again if only its place is known.</summary>
    /// <param name="options">The bounds that were explored with.</param>
    internal void RecallExample(ExplorationOptions? options)
    {
        if (_path is not null && Example is null)
        {
            var judge = new ExecutionJudge(instance);
            Explorer.Visit(instance.Program, instance.Model, _path, judge, options);
            (Failure, Example) = (judge.Failure, judge.Example);
        }
    }

    private FailureNote? Judge(IExecution execution)
    {
        // First: after this nothing that the hardware does can be relied on (docs/models/translation.md, 2.7).
        if (_breaks is not null && execution.IsComplete && execution.Graph is { } graph && _breaks.Find(graph, TranslationHistory.Of(graph)) is { } missing)
        {
            return missing;
        }

        FailureNote? halted = null;
        for (int t = 0; t < execution.ThreadCount; t++)
        {
            if (execution.Failure(t) is { } failure)
            {
                if (failure.Kind != ViolationKind.Halted)
                {
                    return failure;
                }

                halted = failure;
            }
        }

        // What a halted virtual CPU leaves undone says nothing about the protocol, but for who waits for it.
        return halted is not null ? execution.IsDeadlock ? Unbounded(execution, halted) : null
            : execution.IsComplete ? instance.Property(execution) ?? execution.DataRace
            : execution.IsDeadlock && instance.DeadlockIsViolation ? Deadlock(execution) : null;
    }

    private FailureNote? Deadlock(IExecution execution)
    {
        var waits = new WaitGraph(execution.Snapshot(), instance.Program.ThreadNames);
        if (waits.Waiters.Any(w => w.MayGoOn(execution.Final)))
        {
            return null;
        }

        string readers = string.Join(", ", execution.WaitingReaders.Select(NameOf));
        string why = readers.Length > 0 ? $"; a grace period never ends, because of the read-side section of {readers}" : "";
        return new FailureNote(ViolationKind.Deadlock, $"nothing can move: {waits.Describe()}{why}");
    }

    // Judged by default are waits in which nobody else can run, and those of fault handlers (blueprint, section 4).
    private FailureNote? Unbounded(IExecution execution, FailureNote halted)
    {
        var waits = new WaitGraph(execution.Snapshot(), instance.Program.ThreadNames);
        return waits.Waiters.Any(w => w.MayGoOn(execution.Final)) ? null
            : waits.Waiters.FirstOrDefault(static w => w.Wait is null or { CanSleep: false } or { IsInFaultHandler: true }) is { } waiter
                ? new FailureNote(ViolationKind.UnboundedWait, $"{halted.Message}, and {waits.Describe(waiter)}: a wait without a bound")
                : null;
    }

    private string NameOf(int thread) => instance.Program.ThreadNames.ElementAtOrDefault(thread) ?? $"CPU {thread}";
}
