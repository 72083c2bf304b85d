using Racewalk.Executions;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>The Linux-kernel memory model.</summary>
internal sealed class LkmmTerms : ModelTerms
{
    /// <inheritdoc/>
    public override bool MayGoInCircles => true;

    /// <inheritdoc/>
    public override Access AccessOf(LitmusEvent e)
    {
        if (e.Sets.Count == 0)
        {
            return Access.Plain;
        }

        Access access = Access.None;
        foreach (string tag in e.Sets)
        {
            access |= tag switch
            {
                "ONCE" or "RMW" or "LF" or "RL" or "RU" => Access.None,
                "ACQUIRE" => Access.Acquire,
                "RELEASE" => Access.Release,
                "MB" => Access.FullBarrier,
                "NORETURN" => Access.NoReturn,
                "LKR" or "LKW" => Access.Lock,
                "UL" => Access.Unlock,
                _ => throw new UnfitException($"the tag {tag}, which the explorer's model does not have"),
            };
        }

        return access;
    }

    /// <inheritdoc/>
    public override FenceKind? FenceOf(LitmusEvent e) => (e.Sets.Count > 0 ? e.Sets[0] : "") switch
    {
        "MB" => FenceKind.Full,
        "rmb" => FenceKind.ReadRead,
        "wmb" => FenceKind.Store,
        "before-atomic" => FenceKind.BeforeAtomic,
        "after-atomic" => FenceKind.AfterAtomic,
        "after-spinlock" => FenceKind.AfterSpinlock,
        "after-unlock-lock" => FenceKind.AfterUnlockLock,
        "rcu-lock" => FenceKind.RcuLock,
        "rcu-unlock" => FenceKind.RcuUnlock,
        "sync-rcu" => FenceKind.SyncRcu,

        // The compiler's barrier only decides about races of a thread with itself, which are a flag of their own.
        "barrier" => null,
        string tag => throw new UnfitException($"the tag {tag}, which the explorer's model does not have"),
    };

    /// <inheritdoc/>
    public override bool FeelsControl(ThreadStep step) => step.IsWrite;

    /// <inheritdoc/>
    public override bool OrdersAllLater(ThreadStep read) => !read.IsConditional && (read.Access & (Access.Acquire | Access.Lock)) != 0;

    /// <inheritdoc/>
    public override void Check(ThreadPath path, IReadOnlyList<ThreadStep> steps)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            // The explorer takes the outcome of a conditional operation for data of its write.
            bool isData = steps[i].Kind == OperationKind.Rmw && (steps[i].Rmw != RmwKind.Exchange || steps[i].Awaited is not null);
            if (isData && !steps[i].DataReads.Contains(steps[i].Ordinal) && ReadsAfter(steps, i).Any())
            {
                throw new UnfitException("a thread reads what its conditional read-modify-write wrote: to the explorer that carries a data dependency");
            }

            if (steps[i] is { Kind: OperationKind.Read, IsAtomic: true })
            {
                throw new UnfitException("a read-modify-write that never writes");
            }
        }
    }

    /// <summary>The reads after a step that get its value if no other thread writes: of its location, before the next write to it.</summary>
    private static IEnumerable<ThreadStep> ReadsAfter(IReadOnlyList<ThreadStep> steps, int write)
    {
        for (int i = write + 1; i < steps.Count; i++)
        {
            if (steps[i].Location != steps[write].Location)
            {
                continue;
            }

            if (steps[i].IsRead)
            {
                yield return steps[i];
            }

            if (steps[i].IsWrite && !steps[i].IsConditional)
            {
                yield break;
            }
        }
    }
}
