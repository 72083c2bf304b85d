namespace Racewalk.Testing;

/// <summary>Bounds of a check. One that is reached makes it inconclusive, which a test does not pass.</summary>
public sealed record ModelOptions
{
    /// <summary>How often one loop (<see cref="Check.Loop"/>, <see cref="Check.SpinUntil"/>) of one thread may go round with an effect, or having read something new.</summary>
    public int LoopBound { get; init; } = 16;

    /// <summary>How many accesses and barriers one thread may do. It ends loops that do not say where they begin. At most 128 under Armv8.</summary>
    public int EventBound { get; init; } = 120;

    /// <summary>How long the check may take; null for ever.</summary>
    public TimeSpan? MaxTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many executions may be visited; null for all.</summary>
    public long? MaxExecutions { get; init; }

    /// <summary>How many threads of the process explore. With more than one, the program is made once for each of them.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>
    /// Whether to visit one only of the executions that differ in which of several identical threads (<see cref="TestProgram.Threads"/>) does what. Under SC and TSO. <see cref="TestProgram.Final"/>
    /// must not tell them apart.
    /// </summary>
    public bool ReducesSymmetry { get; init; }

    /// <summary>Whether an execution in which nothing can move any more is all right.</summary>
    public bool AllowsDeadlock { get; init; }

    /// <summary>
    /// Whether an acquire read is LDAPR, as the JIT has it where the processor has FEAT_LRCPC, or LDAR. What holds with LDAPR holds with LDAR: LDAR is ordered behind earlier STLRs besides.
    /// </summary>
    public bool UsesLdapr { get; init; } = true;

    /// <summary>Stop at the first execution that breaks a property: sooner, but its table may be longer than need be.</summary>
    public bool StopsAtFirst { get; init; }

    /// <summary>Judge one execution only, the one that <see cref="RaceFoundException.Replay"/> named; null to judge all.</summary>
    public string? Replay { get; init; }
}
