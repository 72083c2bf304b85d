namespace Racewalk.Reporting.Graphs;

/// <summary>An execution as a graph of events: a column for each thread, program order downwards, and the relations that a memory model speaks of. Plain data, to be drawn or sent elsewhere.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Nodes">The events; within a column in program order.</param>
/// <param name="Edges">Their relations: po (to the next event of the column), rf, co, fr, rmw, addr, data, ctrl and what else the model has.</param>
/// <param name="Cycle">The edges of the cycle that explains the execution, by their indices, each beginning where the one before it ends; empty if there is none.</param>
/// <param name="CycleMeaning">What the cycle says; empty without one.</param>
public sealed record ExecutionGraph(
    IReadOnlyList<string> Columns, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, IReadOnlyList<int> Cycle, string CycleMeaning)
{
    /// <summary>The column of initial writes, which are of no thread.</summary>
    public const int Initial = -1;
}

/// <summary>An event of a graph.</summary>
/// <param name="Column">Its column; <see cref="ExecutionGraph.Initial"/> for the initial value of a place.</param>
/// <param name="Name">A letter or two.</param>
/// <param name="Text">What it does.</param>
/// <param name="Place">Where that is written: a step of the kernel, a line of a file; empty if nowhere.</param>
public sealed record GraphNode(int Column, string Name, string Text, string Place);

/// <summary>A relation between two events.</summary>
/// <param name="From">From, by its index.</param>
/// <param name="To">To, by its index.</param>
/// <param name="Label">The relation.</param>
public sealed record GraphEdge(int From, int To, string Label);
