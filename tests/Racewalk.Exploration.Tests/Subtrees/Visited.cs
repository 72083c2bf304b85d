using Racewalk.Fuzz;

namespace Racewalk.Exploration.Tests.Subtrees;

// The executions that were visited, in order, as text.
internal sealed class Visited : IMergeableVisitor
{
    private readonly List<string> _executions = [];

    public IReadOnlyList<string> Executions => _executions;

    // Fails the first execution with this text; none if null.
    public string? Fails { get; init; }

    public int Failures { get; private set; }

    public bool Visit(IExecution execution)
    {
        string text = CanonicalExecution.Of(execution.Snapshot()) + (execution.IsComplete ? "" : " blocked") + (execution.IsDeadlock ? " deadlock" : "");
        _executions.Add(text);
        bool fails = text == Fails;
        Failures += fails ? 1 : 0;
        return !fails;
    }

    public IMergeableVisitor Fresh() => new Visited { Fails = Fails };

    public void Append(IMergeableVisitor next)
    {
        var other = (Visited)next;
        _executions.AddRange(other._executions);
        Failures += other.Failures;
    }
}
