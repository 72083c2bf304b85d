using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>Gathers the values that locations have in the executions of a program.</summary>
internal sealed class ValueCollector(CheckedProgram program) : IExecutionVisitor
{
    private readonly SortedDictionary<ulong, SortedSet<ulong>> _values = [];

    /// <summary>The locations that were accessed, by address, with all their values.</summary>
    public IReadOnlyDictionary<ulong, SortedSet<ulong>> Values => _values;

    /// <inheritdoc/>
    public bool Visit(IExecution execution)
    {
        foreach (ExecutionEvent e in execution.Snapshot().Events.Where(static e => e.Kind is EventKind.Read or EventKind.Write))
        {
            ulong address = e.Operation.Address;
            if (!_values.TryGetValue(address, out SortedSet<ulong>? values))
            {
                _values.Add(address, values = [program.Initial.GetValueOrDefault(address)]);
            }

            if (e.Kind == EventKind.Write)
            {
                values.Add(e.Value);
            }
        }

        return true;
    }

    /// <summary>The values that a read can return; the initial one of a location that no execution accesses.</summary>
    public IReadOnlyCollection<ulong> Of(ulong address) =>
        _values.TryGetValue(address, out SortedSet<ulong>? values) ? values : [program.Initial.GetValueOrDefault(address)];
}
