using Racewalk.Executions;

namespace Racewalk.Oracle.Tests;

// An event that the machine has executed. The source of a read or poll is null for the initial value or nothing.
internal sealed record MachineEvent(EventKind Kind)
{
    public ulong Address { get; init; }

    public ulong Value { get; init; }

    public bool Rmw { get; init; }

    public FenceKind Fence { get; init; }

    public int Target { get; init; }

    public int Handler { get; init; }

    public (int Thread, int Index)? Source { get; init; }
}
