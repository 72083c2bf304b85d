using System.Globalization;
using Racewalk.Fuzz;
using Racewalk.Oracle;
using Racewalk.Oracle.Language;

namespace Racewalk.Exploration.Tests;

/// <summary>One explorer's part in a comparison with the enumerator.</summary>
/// <param name="engine">The explorer.</param>
/// <param name="count">The number of programs.</param>
internal sealed class RandomComparison(Engine engine, int count)
{
    // One program in a hundred has more, and they would take a third of the time.
    private const int ManyExecutions = 500;

    private int _rejected;

    public Engine Engine => engine;

    public uint Count => (uint)count;

    public int Compared { get; private set; }

    public int Inconclusive { get; private set; }

    /// <summary>How many programs have load buffering, so that revisits must leave holes.</summary>
    public int WithHoles { get; private set; }

    public int ThreeThreads { get; private set; }

    /// <summary>Compares one program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="result">The enumerator's executions, or that it has too many candidates.</param>
    /// <returns>What differs; null if nothing does.</returns>
    public string? Compare(TestProgram program, OracleResult result)
    {
        if (result.IsRejected)
        {
            _rejected++;
            return null;
        }

        string? difference = Differential.Compare(program, engine, result.Complete(engine.Oracle), out Comparison comparison, ManyExecutions);
        Compared++;
        Inconclusive += comparison.IsInconclusive ? 1 : 0;
        WithHoles += comparison.HasLoadBuffering ? 1 : 0;
        ThreeThreads += program.Threads.Length >= 3 ? 1 : 0;
        return difference;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{engine.Name}: {Compared} compared ({ThreeThreads} of three threads or more, {WithHoles} with load buffering), {_rejected} too large, {Inconclusive} inconclusive");
}
