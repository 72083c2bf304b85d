using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>What must be true when a folio has been optimised and unfrozen.</summary>
public static class OptimizedState
{
    /// <summary>The first thing that is not.</summary>
    /// <param name="outcome">What can be seen in the end.</param>
    /// <param name="world">The memmap.</param>
    /// <param name="folio">The folio.</param>
    /// <param name="options">The kernel.</param>
    /// <param name="references">How many references are held on it.</param>
    /// <param name="isFreed">Whether the old pages are freed.</param>
    public static Breach? Check(
        IOutcome outcome, MemmapWorld world, HugetlbFolio folio, HvoOptions options, ulong references = 1, bool isFreed = true)
    {
        ulong count = outcome.Final(MemmapWorld.WordAt(folio.NewHead, 8));
        if (count != references)
        {
            return new Breach(BreachKind.Assertion, $"the head's count is {(long)count} in the end, but {references} references are held (S5)");
        }

        if ((outcome.Final(MemmapWorld.WordAt(folio.NewHead, 40)) & StructPage.VmemmapOptimized) == 0)
        {
            return new Breach(BreachKind.LostData, "vmemmap_optimized is not set in the head that is mapped: it was set in the page that has been freed (S3)");
        }

        foreach (ulong frame in isFreed ? folio.Frames : [])
        {
            int written = world.Layout.Words.FirstOrDefault(w => outcome.Final(MemmapWorld.WordAt(frame, w)) != Poison.Freed, -1);
            if (written >= 0)
            {
                return new Breach(BreachKind.UseAfterFree, $"{world.Memory.Name(MemmapWorld.WordAt(frame, written))} was written after its page was freed (S2)");
            }
        }

        bool isTailChanged = !options.HasFakeHeads && outcome.Final(MemmapWorld.WordAt(folio.SharedTail, 8)) != 0;
        return isTailChanged ? new Breach(BreachKind.Assertion, "the shared page of tails has a count (S6)") : null;
    }
}
