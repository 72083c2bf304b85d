using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Paths;

/// <content>
/// Page walks: a node has the number of its rule where others have their operand, and the tag where others have their comparand, so that a node is no
/// larger for them.
/// </content>
internal sealed partial class PathTree
{
    /// <summary>What the walk whose read is at a node makes of the value.</summary>
    public WalkRule WalkRuleOf(int node) => _walkRules[(int)_nodes[node].Operand];

    /// <summary>Whether the read-modify-write at a node that reads a value also writes.</summary>
    public bool Writes(int node, ulong value) => _nodes[node].Rmw == RmwKind.Walk ? WalkRuleOf(node).Updates(value) : _nodes[node].Writes(value);

    /// <summary>What the read-modify-write at a node that reads a value writes.</summary>
    public ulong Result(int node, ulong value) => _nodes[node].Rmw == RmwKind.Walk ? WalkRuleOf(node).Updated(value) : _nodes[node].Result(value);

    private static bool IsTranslation(in Operation operation) =>
        (operation.Access & Access.Walk) != 0 || operation.Kind is OperationKind.Fault or OperationKind.Invalidate;

    private ulong OperandOf(in Operation operation)
    {
        if (operation.Walk is not { } rule)
        {
            return operation.Operand;
        }

        int index = _walkRules.IndexOf(rule);
        if (index < 0)
        {
            index = _walkRules.Count;
            _walkRules.Add(rule);
        }

        return (ulong)index;
    }

    private static ulong ComparandOf(in Operation operation) =>
        operation.Walk is not null ? operation.Tag : operation.Kind == OperationKind.Invalidate && operation.IsLocal ? 1 : operation.Comparand;
}
