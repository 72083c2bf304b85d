namespace Racewalk.Cluster.Workers;

/// <summary>What a worker that explores is told by the thread that listens.</summary>
internal sealed class WorkerSignals : IDisposable
{
    private readonly AutoResetEvent _work = new(initialState: false);
    private volatile bool _othersAreHungry;
    private volatile bool _isDropped;

    /// <summary>Whether somebody has nothing to do.</summary>
    public bool OthersAreHungry
    {
        get => _othersAreHungry;
        set => _othersAreHungry = value;
    }

    /// <summary>Whether the part may not be wanted any more.</summary>
    public bool IsDropped
    {
        get => _isDropped;
        set => _isDropped = value;
    }

    /// <summary>There may be work.</summary>
    public void Wake() => _work.Set();

    /// <summary>Waits until there may be.</summary>
    public void Wait(TimeSpan most, CancellationToken cancellation) => WaitHandle.WaitAny([_work, cancellation.WaitHandle], most);

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();
}
