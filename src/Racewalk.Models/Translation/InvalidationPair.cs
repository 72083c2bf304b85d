using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>A completed invalidation and a walk's read in its scope.</summary>
internal readonly struct InvalidationPair
{
    /// <summary>The invalidation.</summary>
    public required int Invalidation { get; init; }

    /// <summary>The read.</summary>
    public required int Read { get; init; }

    /// <summary>What is before <see cref="Behind"/> if the read was before the invalidation: the read and what used it.</summary>
    public required EventSet Users { get; init; }

    /// <summary>What the invalidation's thread orders behind its completion.</summary>
    public required EventSet Behind { get; init; }

    /// <summary>
    /// What the invalidation is before if the read was after it: the first write that the read misses; where walks are loads, the read. -1 for nothing.
    /// </summary>
    public required int Later { get; init; }

    /// <summary>Whether the thread's own order leaves it open that the read was before.</summary>
    public required bool MayBeBefore { get; init; }

    /// <summary>Whether it leaves it open that the read was after.</summary>
    public required bool MayBeAfter { get; init; }

    /// <summary>Whether the read's being before would order nothing more.</summary>
    public bool IsBefore(EventSet[] past)
    {
        foreach (int behind in Behind)
        {
            if (!(Users - past[behind]).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the read's being before would close no cycle.</summary>
    public bool CanBeBefore(EventSet[] past)
    {
        if (!(Users & Behind).IsEmpty)
        {
            return false;
        }

        foreach (int user in Users)
        {
            if (!(past[user] & Behind).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the read's being after would order nothing more.</summary>
    public bool IsAfter(EventSet[] past) => Later < 0 || past[Later].Contains(Invalidation);

    /// <summary>Whether the read's being after would close no cycle.</summary>
    public bool CanBeAfter(EventSet[] past) => Later < 0 || !past[Invalidation].Contains(Later);
}
