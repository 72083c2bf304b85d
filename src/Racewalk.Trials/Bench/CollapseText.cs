using Racewalk.Hardware;
using Racewalk.Mm.Collapse;

namespace Racewalk.Trials.Bench;

/// <summary>What measurements say of collapses.</summary>
internal static class CollapseText
{
    /// <summary>What a collapse holds while it copies.</summary>
    internal static string Of(CollapseLocking locking) => locking switch
    {
        CollapseLocking.MmapWrite => "mmap_lock for writing",
        CollapseLocking.MmapRead => "mmap_lock for reading",
        _ => "mmap_lock for reading, PMD lock",
    };

    /// <summary>A collapse that gives up would be measured for one that copies.</summary>
    /// <exception cref="BrokenRuleException">It has not succeeded.</exception>
    internal static void MustSucceed(bool hasCollapsed)
    {
        if (!hasCollapsed)
        {
            throw new BrokenRuleException("a collapse of memory that nobody else uses gave up");
        }
    }
}
