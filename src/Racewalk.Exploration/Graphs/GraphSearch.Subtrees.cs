using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Graphs;

/// <content>Going to a position, and telling it.</content>
internal sealed partial class GraphSearch : ISubtreeSearch
{
    private bool _isOpening;
    private bool _isLearning;

    public Span<Frame> Frames => _frames.AsSpan(0, _frameCount);

    ExecutionPath? IExecution.Path => _isWalking ? null : new(SearchPosition.Of(Frames), _staysInGracePeriods);

    public GracePeriodWatch Watch => _runner.Watch;

    public bool MayHaveMore(int frame)
    {
        ref Frame f = ref _frames[frame];
        return f.Kind switch
        {
            // After the sources, a write that was left out and a provisional failure are tried, which only load buffering has.
            FrameKind.Read => f.Cursor >= 0 || _hasLoadBuffering,
            FrameKind.Choice => f.Cursor + 1 < Alternatives(frame),
            FrameKind.Revisit => f.Scan >= 0,
            _ => true,
        };
    }

    public bool IsLikelyToHaveMore(int frame)
    {
        ref Frame f = ref _frames[frame];
        return f.Kind is FrameKind.Read or FrameKind.Write ? f.Cursor >= 0 : f.Kind == FrameKind.Choice && MayHaveMore(frame);
    }

    public void BeginOpening(IExecutionVisitor? visitor)
    {
        _visitor = visitor;
        _isOpening = true;
        _dead = false;
        _frameCount = 0;
        _depth = 0;
        _level = _levels[0];
        Cut(0);
    }

    public bool IsDead => _dead;

    public bool TryStepForward()
    {
        int thread = _dead ? -1 : Pick();
        if (thread < 0)
        {
            return false;
        }

        GoOn(thread);
        return true;
    }

    public bool TryTakeNextOf(int frame)
    {
        _dead = false;
        DropAbove(frame);
        Cut(_frames[frame].Count);
        return TryNext(ref _frames[frame]);
    }

    public void CutBefore(int frame)
    {
        _dead = false;
        DropAbove(frame);
        Cut(_frames[frame].Count);
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
        NoteRefusedOnBranch();
        NoteAssumption(isWhole);
        if (isWhole)
        {
            NoteCircles();
        }
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
            _level = _levels[--_depth];
        }
    }

    private int Alternatives(int choice)
    {
        GraphLevel level = _levels[Frame.DepthOf(Frames[..(choice + 1)])];
        return (int)_tree.Nodes[level.Graph.Events[level.Steps[_frames[choice].Count].Slot].Node].Operand;
    }

    /// <summary><see cref="PathRunner.Learn"/>: what must be known whatever else was explored before. The thread does not run on.</summary>
    private int Learn(int node, ulong value)
    {
        _isLearning = true;
        try
        {
            return _runner.Learn(node, value);
        }
        finally
        {
            _isLearning = false;
        }
    }
}
