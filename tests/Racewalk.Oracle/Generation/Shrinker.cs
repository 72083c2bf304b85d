using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Generation;

/// <summary>Makes a program that shows a mistake smaller while it still shows it.</summary>
public static class Shrinker
{
    /// <summary>
    /// A program that still fails although no single reduction of it does: greedily takes the first reduction that fails until there is
    /// none.
    /// </summary>
    /// <param name="program">A program that fails.</param>
    /// <param name="fails">Whether a program fails.</param>
    public static TestProgram Shrink(TestProgram program, Func<TestProgram, bool> fails)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(fails);
        TestProgram? smaller = program;
        while (smaller is not null)
        {
            program = smaller;
            smaller = Reductions.Of(program).FirstOrDefault(fails);
        }

        return program;
    }
}
