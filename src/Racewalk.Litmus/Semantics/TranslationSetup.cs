namespace Racewalk.Litmus.Semantics;

/// <summary>
/// How addresses of a test are translated, as in herd's variant vmsa: each page x has one descriptor, at a location of its own, and code that uses the
/// address of a descriptor accesses it without a translation. Immutable.
/// </summary>
public sealed record TranslationSetup
{
    /// <summary>How descriptors are laid out.</summary>
    public DescriptorFormat Format { get; init; } = DescriptorFormat.Armv8;

    /// <summary>The location of the descriptor of each page.</summary>
    public required IReadOnlyDictionary<int, int> Entries { get; init; }

    /// <summary>The tables in memory that walks go through, where a test has them; null where each page has one descriptor and no more.</summary>
    public TableSetup? Tables { get; init; }

    /// <summary>The locations that are descriptors, with the page of each.</summary>
    public required IReadOnlyDictionary<int, int> Pages { get; init; }

    /// <summary>What the hardware updates, by thread.</summary>
    public required IReadOnlyList<HardwareManagement> Management { get; init; }

    /// <summary>The threads that run at EL0, outside of their exception handlers.</summary>
    public IReadOnlySet<int> UserThreads { get; init; } = new HashSet<int>();

    /// <summary>Whether the hardware of any thread updates descriptors, so that access flags may also be set without any access.</summary>
    public bool HasUpdates => Management.Any(static m => m != HardwareManagement.None);

    /// <summary>The most that the hardware of any thread updates.</summary>
    public HardwareManagement StrongestManagement => Management.DefaultIfEmpty(HardwareManagement.None).Max();
}

/// <summary>How a thread without an exception handler goes on after a fault; the names are those of herd's variants.</summary>
public enum FaultHandling : byte
{
    /// <summary>It stops (fatal, precise).</summary>
    Fatal,

    /// <summary>It executes the instruction again; a supervisor call is over (handled, imprecise).</summary>
    Handled,

    /// <summary>It goes on with the next instruction (skip, faultToNext).</summary>
    Skip,
}
