using System.Globalization;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests;

// What complete executions observed, and how many of all kinds there were.
internal sealed class Outcomes(params string[] names) : IExecutionVisitor
{
    private readonly Dictionary<string, long> _complete = new(StringComparer.Ordinal);

    // Executions by outcome, such as "r0=0 r1=7".
    public IReadOnlyDictionary<string, long> Complete => _complete;

    public int Deadlocks { get; private set; }

    public IEnumerable<string> Distinct => _complete.Keys.Order(StringComparer.Ordinal);

    public static Outcomes Of(string engine, CheckedProgram program, params string[] names) => Of(engine, program, null, names);

    public static Outcomes Of(string engine, CheckedProgram program, IReadOnlyList<int>? order, params string[] names)
    {
        var outcomes = new Outcomes(names);
        Assert.True(Engines.Explore(engine, program, outcomes, new ExplorationOptions { ThreadOrder = order }).IsExhaustive);
        return outcomes;
    }

    public bool Visit(IExecution execution)
    {
        Deadlocks += execution.IsDeadlock ? 1 : 0;
        if (execution.IsComplete)
        {
            string outcome = string.Join(' ', names.Select(name => name + "=" + Value(execution, name)));
            _complete[outcome] = _complete.GetValueOrDefault(outcome) + 1;
        }

        return true;
    }

    private static string Value(IExecution execution, string name)
    {
        for (int thread = 0; thread < execution.ThreadCount; thread++)
        {
            if (execution.TryGetObserved(thread, name, out ulong value))
            {
                return value.ToString(CultureInfo.InvariantCulture);
            }
        }

        return "-";
    }
}
