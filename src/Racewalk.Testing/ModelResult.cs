namespace Racewalk.Testing;

/// <summary>What a check has visited.</summary>
public sealed record ModelResult
{
    /// <summary>How many executions are complete: every thread has ended. Each is counted once, however many interleavings give it.</summary>
    public required long Executions { get; init; }

    /// <summary>How many executions were given up because a thread waits for a value that it could not get any more.</summary>
    public required long Blocked { get; init; }

    /// <summary>How many break a property.</summary>
    public required long Violations { get; init; }

    /// <summary>The behaviours of <see cref="TestProgram.MustHappen"/> that happened in some complete execution.</summary>
    public required IReadOnlyList<string> Happened { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
