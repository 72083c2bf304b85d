using Racewalk.Exploration.Checkpoints;
using Racewalk.Fuzz;

namespace Racewalk.Exploration.Tests.Subtrees;

// The executions that were visited, in order, as text.
internal sealed class Visited : ISavedVisitor
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

    public void Save(BinaryWriter writer)
    {
        writer.Write(Failures);
        writer.Write(_executions.Count);
        _executions.ForEach(writer.Write);
    }

    public void Load(BinaryReader reader)
    {
        Failures = reader.ReadInt32();
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            _executions.Add(reader.ReadString());
        }
    }
}
