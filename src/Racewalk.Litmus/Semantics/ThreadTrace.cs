namespace Racewalk.Litmus.Semantics;

/// <summary>One path through one thread: its events, their intrinsic order, and what must hold of the values read for the path to be taken.</summary>
public sealed class ThreadTrace
{
    /// <summary>The events in the order of their making, which is program order where instructions differ.</summary>
    public required IReadOnlyList<LitmusEvent> Events { get; init; }

    /// <summary>Intrinsic causality by data: pairs of indices of <see cref="Events"/>.</summary>
    public required IReadOnlyList<(int From, int To)> IntrinsicData { get; init; }

    /// <summary>Intrinsic causality by control.</summary>
    public required IReadOnlyList<(int From, int To)> IntrinsicControl { get; init; }

    /// <summary>Intrinsic order (iico_order).</summary>
    public required IReadOnlyList<(int From, int To)> IntrinsicOrder { get; init; }

    /// <summary>The read and write of each successful read-modify-write (cat: rmw).</summary>
    public required IReadOnlyList<(int Read, int Write)> ReadModifyWrites { get; init; }

    /// <summary>Each expression must have the value: the branches taken, the addresses accessed.</summary>
    public required IReadOnlyList<PathCondition> Conditions { get; init; }

    /// <summary>The free choices of the path, in order: after how many of <see cref="Conditions"/>, and the alternative taken.</summary>
    public IReadOnlyList<(int After, int Taken)> Choices { get; init; } = [];

    /// <summary>The registers' values at the end, by number; registers not named have their initial value.</summary>
    public required IReadOnlyDictionary<int, Expr> Registers { get; init; }

    /// <summary>
    /// Where control dependency on a branch ends: events from index <c>End</c> on do not depend on it. A branch that is not here reaches to the end of the
    /// thread. Register writes under a branch depend on it, too, and carry that on to later branches.
    /// </summary>
    public IReadOnlyList<(int Branch, int End)> BranchEnds { get; init; } = [];

    /// <summary>Faults taken: the label or -1, and the location or -1.</summary>
    public IReadOnlyList<LitmusFault> Faults { get; init; } = [];

    /// <summary>The first access to an address where the test has no location; null if there is none.</summary>
    public WildAccess? Wild { get; init; }

    /// <summary>What is wrong with the test if an execution takes this path, or null.</summary>
    public TestMistake? Mistake { get; init; }

    /// <summary>What a reader of the test may have overlooked.</summary>
    public IReadOnlyList<TestMistake> Warnings { get; init; } = [];

    /// <summary>Why the path is no execution (a loop bound), or null.</summary>
    public string? Cut { get; init; }

    /// <summary>Whether the path ends in waiting: no execution ends there, and those that go on end like others do.</summary>
    public bool IsWaiting { get; init; }
}

/// <summary>What a path demands of a value.</summary>
/// <param name="Expression">The value.</param>
/// <param name="Expected">What it is compared with.</param>
/// <param name="IsEqual">Whether it must equal <paramref name="Expected"/>, or must not.</param>
/// <param name="IsAddress">Whether it is the address of an access: a value that is no location's is an error of the test.</param>
public readonly record struct PathCondition(Expr Expression, ulong Expected, bool IsEqual, bool IsAddress);

/// <summary>An access to an address where the test has no location: an error of the test, if an execution has it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Offset">Where the instruction is in the file.</param>
public readonly record struct WildAccess(ulong Address, int Offset);

/// <summary>A mistake of a test that shows when an execution gets there.</summary>
/// <param name="Why">What is wrong.</param>
/// <param name="Offset">Where the instruction is in the file.</param>
public readonly record struct TestMistake(string Why, int Offset);

/// <summary>An exception that a thread took.</summary>
/// <param name="Label">The label of the instruction, if it has one.</param>
/// <param name="Location">The location accessed, -1 for none.</param>
/// <param name="Kind">The class as conditions name it, such as "UndefinedInstruction".</param>
public sealed record LitmusFault(string? Label, int Location, string Kind);
