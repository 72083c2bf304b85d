using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration;

/// <summary>
/// Grace periods that never end, because a section that they wait for waits itself. The models refuse executions in which such a grace period ends, so nothing
/// would be left to say what happens instead. A second search lets each grace period end or not, and looks for executions in which somebody stands in one, nothing
/// can move, and a thread waits inside a section. That the section began first needs no check: nothing shows when a grace period begins.
/// </summary>
internal static class EndlessGracePeriods
{
    /// <summary>Whether a thread stands in a grace period, in its task or in a handler.</summary>
    public static bool IsIn(PathTree tree, IThreadHistory history, int thread)
    {
        for (int e = history.Last(thread); e >= 0; e = history.Previous(e))
        {
            if (history.KindOf(e) == EventKind.Choice && history.ValueOf(e) == 1 && tree.Notes(history.NodeOf(e)).Contains(ChoiceNote.GracePeriod))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a thread's last section is open.</summary>
    public static bool IsInSection(PathTree tree, IThreadHistory history, int thread)
    {
        int depth = 0;
        for (int e = history.Last(thread); e >= 0; e = history.Previous(e))
        {
            if (history.KindOf(e) == EventKind.Fence)
            {
                FenceKind fence = tree.Nodes[history.NodeOf(e)].Fence;
                depth += fence == FenceKind.RcuLock ? 1 : fence == FenceKind.RcuUnlock ? -1 : 0;
            }
        }

        return depth > 0;
    }
}
