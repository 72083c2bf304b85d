namespace Racewalk.Trials.Bench;

/// <summary>One thing that <c>racewalk bench</c> measures: a table, a row a configuration. It runs without control of steps, as a kernel would.</summary>
public abstract class Measurement
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is measured, in a line.</summary>
    public abstract string Title { get; }

    /// <summary>What tells rows apart. The first is the horizontal axis of a chart, the others are its bars.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>What is measured of each row.</summary>
    public abstract IReadOnlyList<BenchColumn> Columns { get; }

    /// <summary>The columns that a chart shows; all have one unit.</summary>
    public virtual IReadOnlyList<int> Charted => [0];

    /// <summary>Whether a chart needs a logarithmic axis.</summary>
    public virtual bool IsLogarithmic => false;

    /// <summary>Measures, row by row.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public abstract IEnumerable<BenchRow> Run(BenchOptions options);

    /// <summary>The numbers of CPUs to measure with: all up to four, then each twice the one before.</summary>
    protected static IEnumerable<int> CpuCounts(BenchOptions options) =>
        Enumerable.Range(1, options.Cpus).Where(n => n <= 4 || n == options.Cpus || (n & (n - 1)) == 0);
}

/// <summary>A column of figures.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Format">How a figure is written: a .NET format of the invariant culture.</param>
public sealed record BenchColumn(string Name, string Unit, string Format);

/// <summary>A row of figures.</summary>
/// <param name="Keys">What tells it apart, in the order of <see cref="Measurement.Keys"/>.</param>
/// <param name="Values">The figures, in the order of <see cref="Measurement.Columns"/>.</param>
public sealed record BenchRow(IReadOnlyList<string> Keys, IReadOnlyList<double> Values);

/// <summary>How it is measured.</summary>
/// <param name="Cpus">How many CPUs at most.</param>
/// <param name="Time">For how long each row is measured.</param>
/// <param name="Cancellation">Ends it early.</param>
public sealed record BenchOptions(int Cpus, TimeSpan Time, CancellationToken Cancellation = default);
