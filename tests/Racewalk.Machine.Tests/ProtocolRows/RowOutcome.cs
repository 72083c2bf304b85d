using Racewalk.Exploration;
using Racewalk.Models;

namespace Racewalk.Machine.Tests.ProtocolRows;

// What the executions of one row on one architecture show, all together.
internal sealed class RowOutcome : IExecutionVisitor
{
    private readonly ProtocolRow _row;
    private readonly bool[] _witnessed;

    private RowOutcome(ProtocolRow row)
    {
        _row = row;
        _witnessed = new bool[row.Witnesses.Count];
    }

    public bool IsBad { get; private set; }

    // A deadlock, or something that the machine found by itself.
    public bool IsBroken { get; private set; }

    public IReadOnlyList<bool> Witnessed => _witnessed;

    public IReadOnlyList<string> Bounds { get; private set; } = [];

    public long Executions { get; private set; }

    public static RowOutcome Of(ProtocolRow row, Architecture architecture)
    {
        MemoryModel model = MemoryModel.All.Single(m => m.Name == architecture.DefaultModel);
        return Of(row, outcome => Explorer.Explore(row.Program(architecture), model, outcome));
    }

    public static RowOutcome Of(ProtocolRow row, Architecture architecture, IGraphModel model) =>
        Of(row, outcome => Explorer.Explore(row.Program(architecture), model, outcome));

    private static RowOutcome Of(ProtocolRow row, Func<IExecutionVisitor, ExplorationResult> explore)
    {
        var outcome = new RowOutcome(row);
        ExplorationResult result = explore(outcome);
        outcome.Bounds = result.Bounds;
        outcome.Executions = result.Executions;
        return outcome;
    }

    public bool Visit(IExecution execution)
    {
        IsBroken |= execution.IsDeadlock;
        for (int thread = 0; thread < execution.ThreadCount; thread++)
        {
            IsBroken |= execution.Status(thread) == ThreadStatus.Failed;
        }

        if (execution.IsComplete)
        {
            IsBad |= _row.Bad(execution);
            for (int i = 0; i < _witnessed.Length; i++)
            {
                _witnessed[i] |= _row.Witnesses[i](execution);
            }
        }

        return true;
    }
}
