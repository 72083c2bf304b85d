using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Comparison;

/// <summary>Looks at the size of the managed heap all along an exploration, which is run for that alone.</summary>
internal sealed class HeapSampler : IExecutionVisitor
{
    private const int Every = 32;
    private int _visited;
    private long _peak;

    /// <summary>The most bytes above those before the exploration, garbage included.</summary>
    public static long Peak(CheckedProgram program, MemoryModel model, ExplorationOptions options)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var sampler = new HeapSampler();
        Explorer.Explore(program, model, sampler, options);
        sampler.Sample();
        return Math.Max(0, sampler._peak - before);
    }

    public bool Visit(IExecution execution)
    {
        if (++_visited % Every == 0)
        {
            Sample();
        }

        return true;
    }

    private void Sample() => _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false));
}
