namespace Racewalk.Programs;

/// <summary>A value left <see cref="Word"/> or <see cref="Flag"/> by a way that loses its dependencies.</summary>
public sealed class SmuggledValueException(string operation)
    : InvalidOperationException($"{operation}: a value may leave checked code only through Concretise, which records the control dependency")
{
}

/// <summary>A thread that was run again with the same values did something else: it keeps state outside the model or reads a clock.</summary>
public sealed class NondeterministicThreadException(string message) : InvalidOperationException(message)
{
}

/// <summary>Threads that were taken for identical ask for different operations: their body looks at which thread it is, or at state outside the model.</summary>
public sealed class ThreadsDifferException(string message) : InvalidOperationException(message)
{
}

/// <summary>A thread caught the exception that ends it and went on; checked code may not catch.</summary>
public sealed class SwallowedUnwindException(string message) : InvalidOperationException(message)
{
}

/// <summary>
/// Ends a thread's run: nothing further of it is known yet, or it is blocked, finished or failed. Checked code must let it pass.
/// </summary>
public sealed class ThreadUnwindException : Exception
{
    internal static readonly ThreadUnwindException Instance = new();

    private ThreadUnwindException()
        : base("the thread's run ends here")
    {
    }
}
