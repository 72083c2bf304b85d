using Racewalk.Executions;

namespace Racewalk.Programs.Tests;

/// <summary>What each operation makes of the dependencies of its arguments.</summary>
internal static class OperationRows
{
    internal static IReadOnlyList<DependencyRow> All { get; } =
    [
        new("Store, address and data", [7, 4], cpu =>
        {
            Word place = cpu.Load(1), value = cpu.Load(2);
            cpu.Store(place, value);
        }, ["Read 1", "Read 2", "Write 7 addr 0 data 1", "End"]),
        new("Rmw, address and data; its result is a read", [7, 4, 5], cpu =>
        {
            Word place = cpu.Load(1), value = cpu.Load(2);
            Word before = cpu.Rmw(RmwKind.Add, place, value, 0, Access.Atomic);
            cpu.Store(8, before);
        }, ["Read 1", "Read 2", "Rmw 7 addr 0 data 1", "Write 8 data 2", "End"]),
        new("Rmw, the comparand is data", [4, 5], cpu =>
        {
            Word expected = cpu.Load(1);
            cpu.Rmw(RmwKind.CompareExchange, 7, 1, expected, Access.Atomic);
            cpu.Store(8, 1);
        }, ["Read 1", "Rmw 7 data 0", "Write 8", "End"]),
        new("branching on an Rmw's success", [0], cpu =>
        {
            if (cpu.Rmw(RmwKind.CompareExchange, 7, 1, 0, Access.Atomic) == 0)
            {
                cpu.Store(8, 1);
            }
        }, ["Rmw 7", "Write 8 ctrl 0", "End ctrl 0"]),
        new("Assume, true", [1], cpu =>
        {
            cpu.Assume(cpu.Load(1) == 1);
            cpu.Store(7, 1);
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("Assume, false", [0], cpu =>
        {
            cpu.Assume(cpu.Load(1) == 1);
            cpu.Store(7, 1);
        }, ["Read 1", "Blocked ctrl 0"]),
        new("Assume over two reads", [1, 1], cpu =>
        {
            cpu.Assume(cpu.Load(1) == cpu.Load(2));
            cpu.Store(7, 1);
        }, ["Read 1", "Read 2", "Write 7 ctrl 0,1", "End ctrl 0,1"]),
        new("Assert, true", [1], cpu =>
        {
            cpu.Assert(cpu.Load(1) == 1, "one");
            cpu.Store(7, 1);
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("Assert, false", [0], cpu =>
        {
            cpu.Assert(cpu.Load(1) == 1, "one");
            cpu.Store(7, 1);
        }, ["Read 1", "Failed ctrl 0"]),
        new("Await branches on what it read", [1], cpu =>
        {
            Word seen = cpu.Await(1, AwaitKind.Equal, 1);
            cpu.Store(7, seen);
        }, ["Read 1", "Write 7 data 0 ctrl 0", "End ctrl 0"]),
        new("Await branches on what it compares with", [4, 4], cpu =>
        {
            Word wanted = cpu.Load(1);
            cpu.Await(2, AwaitKind.Equal, wanted);
            cpu.Store(7, 1);
        }, ["Read 1", "Read 2", "Write 7 ctrl 0,1", "End ctrl 0,1"]),
        new("Await, address", [2, 1], cpu => cpu.Await(cpu.Load(1), AwaitKind.NotEqual, 0),
            ["Read 1", "Read 2 addr 0", "End ctrl 1"]),
        new("AwaitRmw branches on what it read", [4, 0], cpu =>
        {
            Word value = cpu.Load(1);
            Word before = cpu.AwaitRmw(RmwKind.Exchange, 7, value, AwaitKind.Equal, 0, Access.Acquire);
            cpu.Store(8, before);
        }, ["Read 1", "Rmw 7 data 0", "Write 8 data 1 ctrl 1", "End ctrl 1"]),
        new("Concretise branches where it stands", [4], cpu =>
        {
            Word x = cpu.Load(1);
            cpu.Store(7, 1);
            ulong plain = cpu.Concretise(x);
            cpu.Store(8, plain);
        }, ["Read 1", "Write 7", "Write 8 ctrl 0", "End ctrl 0"]),
        new("Choose is no read and its result plain", [1], cpu =>
        {
            if (cpu.Choose(2) == 1)
            {
                cpu.Store(7, 1);
            }
        }, ["Choice", "Write 7", "End"]),
        new("barriers, interrupts and choices depend on branches, too", [1, 0], cpu =>
        {
            if (cpu.Load(1) == 1)
            {
                cpu.Fence(FenceKind.Full);
                cpu.Fence(FenceKind.Load);
                cpu.Send(1, 0);
                cpu.Poll();
                cpu.Choose(2);
            }
        }, ["Read 1", "Fence ctrl 0", "Fence Load ctrl 0", "Send 1 ctrl 0", "Poll ctrl 0", "Choice ctrl 0", "End ctrl 0"]),
        new("reads past the capacity are not told apart", [], cpu =>
        {
            Word last = 0;
            for (int i = 0; i <= ReadSet.Capacity; i++)
            {
                last = cpu.Load(1);
            }

            cpu.Store(7, last);
        }, [.. Enumerable.Repeat("Read 1", ReadSet.Capacity + 1), "Write 7", "End"]),
    ];
}
