using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>Tests of one variable: only coherence is at work.</summary>
[CheckedCode]
public static class CoherenceShapes
{
    /// <summary>Two increments and a store.</summary>
    public static CheckedProgram Inc2W() => Program(
        "inc2w",
        t => t.FetchAdd(X, 1, RelaxedRmw),
        t => t.Store(X, 4, Access.Release),
        t => t.FetchAdd(X, 2, RelaxedRmw));

    /// <summary>Three writers, and a reader that reads four times.</summary>
    public static CheckedProgram ThreeWritersAndReads() => Program("fr+w+w+w+reads", [
        .. Repeat(3, i => t => t.Store(X, i + 1)),
        t =>
        {
            for (int i = 0; i < 4; i++)
            {
                t.Load(X);
            }
        }]);
}
