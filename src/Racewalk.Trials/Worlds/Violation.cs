namespace Racewalk.Trials.Worlds;

/// <summary>What kind of invariant is broken.</summary>
public enum ViolationKind
{
    /// <summary>A table's entry leads where it must not.</summary>
    Table,

    /// <summary>A count of a struct page is not what tables and pins explain.</summary>
    Count,

    /// <summary>A struct page says what cannot be.</summary>
    StructPage,

    /// <summary>A frame is allocated and nothing leads to it.</summary>
    Leak,

    /// <summary>A lock is taken, and nobody has it.</summary>
    Lock,

    /// <summary>Data were lost, came back or are somebody else's.</summary>
    Data,

    /// <summary>A CPU broke a rule of the machine: a frame freed twice, a BUG_ON, a wait that does not end.</summary>
    Machine,
}

/// <summary>A broken invariant.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Address">The address that it is about: of a frame, an entry, a lock, or user memory; 0 if there is none.</param>
/// <param name="Message">What is broken, in a sentence that stands on its own.</param>
public sealed record Violation(ViolationKind Kind, ulong Address, string Message);
