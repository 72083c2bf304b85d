using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>Exceptions of the code under test: what a violation is, and what must pass through it.</summary>
internal static class ThreadFailure
{
    /// <summary>Whether an exception says that the code under test is wrong, and not the test or the explorer.</summary>
    internal static bool IsProperty(Exception e) => e is not (ThreadUnwindException or ModelMisuseException or NondeterministicThreadException
        or SwallowedUnwindException or SmuggledValueException or ThreadsDifferException or InvariantException or OutOfMemoryException);

    /// <summary>An exception in one line.</summary>
    internal static string Describe(Exception e)
    {
        string message = string.Join(' ', e.Message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return e is BrokenPropertyException ? message : $"{e.GetType().Name}: {message}";
    }
}
