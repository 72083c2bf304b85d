using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>The sieve of Eratosthenes, by two threads at once.</summary>
[CheckedCode]
public static class Eratosthenes
{
    /// <summary>Each thread walks all n cells; where it finds nothing it marks a prime and strikes out the multiples.</summary>
    public static CheckedProgram Sieve(int n) => Program($"eratosthenes({n})", Repeat(2, _ => t =>
    {
        for (int i = 0; i < n; i++)
        {
            if (t.Load(Cell(X, i), Access.Acquire) == 0)
            {
                t.Store(Cell(X, i), 1, Access.Release);
                for (int j = (2 * i) + 2; j < n; j += i + 2)
                {
                    t.Store(Cell(X, j), 2, Access.Release);
                }
            }
        }
    }));
}
