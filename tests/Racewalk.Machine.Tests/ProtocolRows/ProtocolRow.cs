using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

// The strongest memory model under which a bad outcome is reachable; under weaker ones it is, too. Two CPUs cannot tell that Power is not
// multi-copy atomic, so it is as Armv8 here.
internal enum Reachable
{
    Never,
    UnderArmv8,
    UnderTso,
    UnderSc,
}

// One program of docs/protocol-rows.md: a protocol of the kernel, whole or with something missing, in its operations.
internal sealed record ProtocolRow
{
    // The row of the page; null for a program beside the rows, which shows what one of them rests on.
    public required int? Number { get; init; }

    public required string Name { get; init; }

    // One task a CPU.
    public required IReadOnlyList<Action<Cpu>> Tasks { get; init; }

    public required IReadOnlyDictionary<ulong, ulong> Initial { get; init; }

    public required Func<IExecution, bool> Bad { get; init; }

    // Good behaviours, each of which some execution must show: without them a bad outcome could be missing because nothing happens at all.
    public required IReadOnlyList<Func<IExecution, bool>> Witnesses { get; init; }

    public required Reachable Expected { get; init; }

    public CheckedProgram Program(Architecture architecture)
    {
        var machine = new CheckedMachine(architecture, Tasks.Count);
        return new CheckedProgram
        {
            Name = $"{Name}, {architecture}",
            Threads = [.. Tasks.Select(machine.Task)],
            Handlers = machine.Handlers,
            Initial = Initial,
            LocationName = machine.Name,
        };
    }

    public bool IsBadReachable(Architecture architecture) => architecture.DefaultModel switch
    {
        "sc" => Expected >= Reachable.UnderSc,
        "tso" => Expected >= Reachable.UnderTso,
        _ => Expected >= Reachable.UnderArmv8,
    };
}
