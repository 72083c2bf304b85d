using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>What a thread does: operations, which branch where a read can return different values.</summary>
internal sealed class ThreadTree
{
    /// <summary>The first operation; null until the thread was seen to do something.</summary>
    public TreeNode Root { get; } = new();
}

/// <summary>A place in a <see cref="ThreadTree"/>.</summary>
internal sealed class TreeNode
{
    private readonly SortedDictionary<ulong, TreeNode> _children = [];

    /// <summary>What is done here; meaningless if <see cref="End"/> is not null.</summary>
    public Operation Operation { get; set; }

    /// <summary>How the thread ends here; null if it goes on.</summary>
    public TreeEnd? End { get; set; }

    /// <summary>What follows for each value read; one entry, for 0, where nothing is read.</summary>
    public IReadOnlyDictionary<ulong, TreeNode> Children => _children;

    /// <summary>Whether the operation reads memory.</summary>
    public bool IsRead => End is null && Operation.Kind is OperationKind.Read or OperationKind.Rmw;

    /// <summary>
    /// Whether everything from here on leads to places where no execution goes: then no execution comes here either, and it does not matter what the test does.
    /// </summary>
    public bool IsNowhere => End?.IsNowhere ?? (_children.Count > 0 && _children.Values.All(static c => c.IsNowhere));

    /// <summary>What follows for a value, made if it is new.</summary>
    public TreeNode Child(ulong value)
    {
        if (!_children.TryGetValue(value, out TreeNode? child))
        {
            _children.Add(value, child = new TreeNode());
        }

        return child;
    }

    /// <summary>Whether an operation from here on depends on how a branch on the given read went.</summary>
    public bool IsControlledBy(int read) =>
        End is null && (Operation.ControlReads.Contains(read) || _children.Values.Any(c => c.IsControlledBy(read)));
}

/// <summary>How a thread ends.</summary>
/// <param name="Status">Whether it finished or failed.</param>
/// <param name="Observed">What it observed, by name.</param>
/// <param name="Failure">What it failed with.</param>
/// <param name="IsNowhere">Whether it is about to access what no execution accesses.</param>
internal sealed record TreeEnd(ThreadStatus Status, IReadOnlyDictionary<string, ulong> Observed, FailureNote? Failure, bool IsNowhere = false);
