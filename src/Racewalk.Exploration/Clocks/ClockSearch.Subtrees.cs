using Racewalk.Exploration.Paths;
using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Clocks;

/// <content>Going to a position, and telling it.</content>
internal sealed partial class ClockSearch<TOrder> : ISubtreeSearch
{
    private bool _isOpening;

    public Span<Frame> Frames => _frames.AsSpan(0, _frameCount);

    ExecutionPath? IExecution.Path => _isWalking ? null : new(SearchPosition.Of(Frames), _staysInGracePeriods);

    public GracePeriodWatch Watch => _runner.Watch;

    public bool MayHaveMore(int frame)
    {
        ref Frame f = ref _frames[frame];
        return f.Kind switch
        {
            FrameKind.Read => f.Cursor >= 0,
            FrameKind.Choice => f.Cursor + 1 < (int)_tree.Nodes[LogOf(frame).Events[f.Count].Node].Operand,
            FrameKind.Revisit => f.Cursor >= 0,
            _ => true,
        };
    }

    public bool IsLikelyToHaveMore(int frame) => _frames[frame].Kind is not (FrameKind.Send or FrameKind.Revisit) && MayHaveMore(frame);

    public void BeginOpening(IExecutionVisitor? visitor)
    {
        _visitor = visitor;
        _isOpening = true;
        _dead = false;
        _frameCount = 0;
        _depth = 0;
        _log = _levels[0];
        _log.Cut(0, _tree.Nodes);
    }

    public bool IsDead => _dead;

    public bool TryStepForward()
    {
        if (_dead || _log.Runnable == 0)
        {
            return false;
        }

        GoOn(Pick());
        return true;
    }

    public bool TryTakeNextOf(int frame)
    {
        _dead = false;
        DropAbove(frame);
        return Retry(ref _frames[frame]);
    }

    public void CutBefore(int frame)
    {
        _dead = false;
        DropAbove(frame);
        _log.Cut(_frames[frame].Count, _tree.Nodes);
        Drop();
    }

    public void EndOpening(int frames)
    {
        _isOpening = false;
        _dead = false;
        DropAbove(frames - 1);
    }

    public void Conclude(bool isWhole)
    {
    }

    private void DropAbove(int frame)
    {
        while (_frameCount > frame + 1)
        {
            Drop();
        }
    }

    /// <summary>Drops the last frame, and its level if it is the bottom of one.</summary>
    private void Drop()
    {
        if (_frames[--_frameCount].Kind == FrameKind.Revisit)
        {
            _log = _levels[--_depth];
        }
    }

    private ClockLog LogOf(int frame) => _levels[Frame.DepthOf(Frames[..(frame + 1)])];
}
