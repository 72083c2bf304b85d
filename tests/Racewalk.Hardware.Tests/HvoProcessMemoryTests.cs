using Racewalk.Trials.Bench;
using Racewalk.Trials.Hvo;

namespace Racewalk.Hardware.Tests;

/// <summary>What HVO frees as the host sees it. Alone in its process meanwhile: the memory of other tests would count as well.</summary>
[Collection(nameof(HvoProcessMemoryTests))]
[CollectionDefinition(nameof(HvoProcessMemoryTests), DisableParallelization = true)]
public sealed class HvoProcessMemoryTests
{
    // The largest size of this process: so much that what the runtime does meanwhile is little beside it.
    [Fact]
    public void Optimize_OfTheLargestSize_FreesMemoryOfTheProcess()
    {
        HugetlbSize size = HugetlbSize.All[^1];
        const int Folios = 4;

        HvoMemoryFigures figures = HvoBench.MeasureMemory(size, Folios);

        double freed = (double)size.BytesFreed * Folios;
        Assert.InRange(figures.ProcessFreed, 0.8 * freed, 1.2 * freed);
    }
}
