using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Subtrees;

/// <summary>A search that can be put at a position and can tell where it is.</summary>
internal interface ISubtreeSearch
{
    /// <summary>The decisions that it stands on, the oldest first.</summary>
    Span<Frame> Frames { get; }

    /// <summary>What the threads were seen to do about grace periods.</summary>
    GracePeriodWatch Watch { get; }

    /// <summary>Whether a frame may have alternatives left, as far as that is known without going back to it. True in doubt.</summary>
    bool MayHaveMore(int frame);

    /// <summary>Whether it is to be expected that a frame has alternatives left: for estimates.</summary>
    bool IsLikelyToHaveMore(int frame);

    /// <summary>Goes back to the root and takes another visitor. Between this and <see cref="EndOpening"/> no execution is visited.</summary>
    void BeginOpening(IExecutionVisitor? visitor);

    /// <summary>Whether the graph has no consistent extension: there is no execution here, though there may be in the frames' alternatives.</summary>
    bool IsDead { get; }

    /// <summary>Adds at most one decision. False if no thread can go on, or the graph is dead.</summary>
    bool TryStepForward();

    /// <summary>Drops the frames above one and takes its next alternative. False if it has none; the frame is then of no more use.</summary>
    bool TryTakeNextOf(int frame);

    /// <summary>Goes back to before a frame, which must not be the bottom of a revisit: the next decision is that frame's again, with its first alternative.</summary>
    void CutBefore(int frame);

    /// <summary>What comes next is visited again. The frames that the last alternative has opened are dropped: what is in it belongs to somebody else.</summary>
    /// <param name="frames">How many frames stay.</param>
    void EndOpening(int frames);

    /// <summary>Adds events until no thread can run, or the graph has no consistent extension, and visits the execution.</summary>
    void RunForward();

    /// <summary>Cuts back to the newest frame with an alternative left and takes it. False if there is none.</summary>
    bool Backtrack();

    /// <summary>Forgets the operations of threads that nothing stands on any more, if too many are known.</summary>
    void Forget();

    /// <summary>Adds the bounds that follow from all that was explored; <paramref name="isWhole"/> if nothing was left out.</summary>
    void Conclude(bool isWhole);
}
