namespace Racewalk.Testing;

/// <summary>An execution that the memory model allows breaks a property. The message is a race table: a column for each thread, time downwards, and what broke.</summary>
public sealed class RaceFoundException : Exception
{
    internal RaceFoundException(string message, string replay, ModelResult result)
        : base(message)
    {
        Replay = replay;
        Result = result;
    }

    /// <summary>Names the execution, for <see cref="ModelOptions.Replay"/>.</summary>
    public string Replay { get; }

    /// <summary>What was visited.</summary>
    public ModelResult Result { get; }
}

/// <summary>Nothing was found broken, but a bound was reached or a behaviour that must be possible was not: the test proves nothing.</summary>
public sealed class InconclusiveException : Exception
{
    internal InconclusiveException(string message, IReadOnlyList<string> reasons, ModelResult result)
        : base(message)
    {
        Reasons = reasons;
        Result = result;
    }

    /// <summary>The bounds that were reached and the behaviours that were not, one line each.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <summary>What was visited.</summary>
    public ModelResult Result { get; }
}

/// <summary>
/// The test is written in a way that the explorer cannot check: threads keep state that is not declared shared, use memory of another program, or catch the exception that ends their run.
/// </summary>
public sealed class ModelMisuseException : InvalidOperationException
{
    internal ModelMisuseException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
