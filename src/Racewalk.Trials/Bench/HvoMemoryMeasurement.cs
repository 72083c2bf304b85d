using Racewalk.Hardware;
using Racewalk.Trials.Hvo;

namespace Racewalk.Trials.Bench;

/// <summary>What HVO frees, as resident memory.</summary>
internal sealed class HvoMemoryMeasurement : Measurement
{
    private const ulong MostMemmap = 64 << 20;
    private const int MostFolios = 64;

    /// <inheritdoc/>
    public override string Name => "hvo-memory";

    /// <inheritdoc/>
    public override string Title => "resident struct pages of a huge page, and what HVO frees of them";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = ["huge page"];

    /// <inheritdoc/>
    public override IReadOnlyList<BenchColumn> Columns { get; } =
    [
        new("struct pages", "KiB", "#,0.0"),
        new("freed", "KiB", "#,0.0"),
        new("freed pages", "1", "#,0"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Charted => [0, 1];

    /// <inheritdoc/>
    public override bool IsLogarithmic => true;

    /// <inheritdoc/>
    /// <exception cref="BrokenRuleException">Struct pages are not what they were.</exception>
    public override IEnumerable<BenchRow> Run(BenchOptions options)
    {
        foreach (HugetlbSize size in HugetlbSize.All)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            HvoMemoryFigures figures = HvoBench.MeasureMemory(size, (int)Math.Clamp(MostMemmap / size.MemmapBytes, 1, MostFolios));
            if (figures.Damage is not null)
            {
                throw new BrokenRuleException($"{size}: {figures.Damage}");
            }

            yield return new BenchRow([size.ToString()], [size.MemmapBytes / 1024.0, figures.PagesFreed * BasePage.Size / 1024, figures.PagesFreed]);
        }
    }
}
