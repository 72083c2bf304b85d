using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Tests.Contexts;

/// <summary>A machine with contexts, its threads, and what they observed in the executions that complete.</summary>
internal sealed class ContextProbe(CheckedMachine machine, params ThreadBody[] threads) : Scenario
{
    internal const ulong X = 64;
    internal const ulong Y = 72;
    internal const ulong A = 128;
    internal const ulong B = 136;

    private readonly SortedSet<string> _outcomes = new(StringComparer.Ordinal);

    public override string Id => "test/contexts";

    public override string Title => "test";

    public override string Documentation => "";

    public override IReadOnlyList<Axis> Axes => [];

    public override IReadOnlyList<Step> Steps => [];

    public override IReadOnlyList<ExpectedVerdict> Expected => [];

    /// <summary>What was observed, such as <c>x=1 y=0</c>, each outcome once.</summary>
    internal IReadOnlyCollection<string> Outcomes => _outcomes;

    internal string[] Names { get; init; } = [];

    public override ScenarioInstance Build(Configuration configuration) => new()
    {
        Program = new CheckedProgram { Name = Id, Threads = threads, Handlers = machine.Interruptible == 0 ? [] : machine.Handlers, LocationName = machine.Name },
        Machine = machine,
        Model = machine.Architecture.DefaultModel switch { "armv8" => MemoryModel.Armv8, "tso" => MemoryModel.Tso, _ => MemoryModel.Sc },
        Property = execution =>
        {
            _outcomes.Add(string.Join(' ', Names.Select(n => $"{n}={Value(execution, n)}")));
            return null;
        },
        Witnesses = [new Witness("one completes", static _ => true)],
    };

    internal ScenarioVerdict Check() => ScenarioChecker.Check(this, Configuration.Parse(""));

    private static string Value(IExecution execution, string name)
    {
        for (int t = 0; t < execution.ThreadCount; t++)
        {
            if (execution.TryGetObserved(t, name, out ulong value))
            {
                return FormattableString.Invariant($"{value}");
            }
        }

        return "-";
    }
}
