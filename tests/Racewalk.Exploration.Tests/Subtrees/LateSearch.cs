using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Tests.Subtrees;

// A search with a mistake: it begins a part one execution late.
internal sealed class LateSearch(ISubtreeSearch search) : ISubtreeSearch
{
    private bool _isRoot;

    public Span<Frame> Frames => search.Frames;

    public GracePeriodWatch Watch => search.Watch;

    public bool MayHaveMore(int frame) => search.MayHaveMore(frame);

    public bool IsLikelyToHaveMore(int frame) => search.IsLikelyToHaveMore(frame);

    public void BeginOpening(IExecutionVisitor? visitor)
    {
        _isRoot = true;
        search.BeginOpening(visitor);
    }

    public bool IsDead => search.IsDead;

    public bool TryStepForward()
    {
        _isRoot = false;
        return search.TryStepForward();
    }

    public bool TryTakeNextOf(int frame) => search.TryTakeNextOf(frame);

    public void CutBefore(int frame) => search.CutBefore(frame);

    public void EndOpening(int frames)
    {
        search.EndOpening(frames);
        if (!_isRoot)
        {
            search.Backtrack();
        }
    }

    public void RunForward() => search.RunForward();

    public bool Backtrack() => search.Backtrack();

    public void Forget() => search.Forget();

    public void Conclude(bool isWhole) => search.Conclude(isWhole);
}
