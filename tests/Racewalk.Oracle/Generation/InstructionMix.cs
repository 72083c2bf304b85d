namespace Racewalk.Oracle.Generation;

/// <summary>How often a body has each instruction, as weights, and how its parts look, in percent.</summary>
internal sealed record InstructionMix
{
    /// <summary>Weight of loads.</summary>
    public int Load { get; init; } = 30;

    /// <summary>Weight of stores.</summary>
    public int Store { get; init; } = 30;

    /// <summary>Weight of read-modify-writes.</summary>
    public int Rmw { get; init; }

    /// <summary>Weight of fences.</summary>
    public int Fence { get; init; }

    /// <summary>Weight of branches.</summary>
    public int If { get; init; }

    /// <summary>Weight of assumptions.</summary>
    public int Assume { get; init; }

    /// <summary>Weight of choices.</summary>
    public int Choose { get; init; }

    /// <summary>Weight of awaits.</summary>
    public int Await { get; init; }

    /// <summary>Weight of locked sections: an awaited read-modify-write, an access, the unlock.</summary>
    public int Lock { get; init; }

    /// <summary>Weight of sends.</summary>
    public int Send { get; init; }

    /// <summary>Weight of polls.</summary>
    public int Poll { get; init; }

    /// <summary>How often an access has acquire or release.</summary>
    public int Annotated { get; init; } = 25;

    /// <summary>How often an address depends on a register, if one was read.</summary>
    public int AddressDependency { get; init; } = 10;

    /// <summary>How often stored data depends on a register, if one was read.</summary>
    public int DataDependency { get; init; } = 30;

    /// <summary>How often a store frees memory, and an access that reads says what it takes it for.</summary>
    public int Freeing { get; init; }

    /// <summary>How many interrupts the program may send.</summary>
    public int MaxSends { get; init; } = 3;
}
