using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>What runs at the moment on this thread of the process: a thread of a test's program, or the look at the final memory.</summary>
/// <param name="Program">The program.</param>
/// <param name="Context">The thread; null in <see cref="TestProgram.Final"/>.</param>
/// <param name="Ended">The execution that has ended; null in a thread.</param>
internal sealed record Ambient(TestProgram Program, ThreadContext? Context, IExecution? Ended)
{
    [ThreadStatic]
    private static Ambient? t_current;

    /// <summary>What runs; null outside.</summary>
    internal static Ambient? Current => t_current;

    /// <summary>Something else runs from now on. Returns what ran before.</summary>
    internal static Ambient? Enter(Ambient? next)
    {
        Ambient? outer = t_current;
        t_current = next;
        return outer;
    }

    /// <summary>What runs, for an access to memory of a program.</summary>
    /// <exception cref="ModelMisuseException">Nothing runs, or another program.</exception>
    internal static Ambient Of(TestProgram program, string name)
    {
        Ambient now = t_current ?? throw new ModelMisuseException(
            $"'{name}' is used outside the threads and Final: give its value where it is declared");
        return now.Program == program ? now : throw new ModelMisuseException(
            $"'{name}' belongs to another call of Model.Check: declare it with the program whose threads use it");
    }

    /// <summary>The thread that runs.</summary>
    /// <exception cref="ModelMisuseException">None does.</exception>
    internal static ThreadContext Thread(string operation) =>
        t_current?.Context ?? throw new ModelMisuseException($"{operation} is for threads; it was called outside, or in Final");

    /// <summary>Branches on values that come from some reads.</summary>
    internal static void Branch(ReadSet reads) => t_current?.Context?.Concretise(new Word(0, reads));
}
