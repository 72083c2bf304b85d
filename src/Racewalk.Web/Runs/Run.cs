namespace Racewalk.Web.Runs;

/// <summary>Where a run is.</summary>
public enum RunState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has come to its end.</summary>
    Done,

    /// <summary>It was ended.</summary>
    Stopped,
}

/// <summary>A run, from when it is asked for.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class Run
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();

    internal Run(string key, RunRequest request, long size) => (Key, Request, Size) = (key, request, size);

    /// <summary>What it is known by: letters and digits.</summary>
    public string Key { get; }

    /// <summary>What is run.</summary>
    public RunRequest Request { get; }

    /// <summary>Where it is.</summary>
    public RunState State { get; private set; } = RunState.Queued;

    /// <summary>How far it is, in words; empty if nothing is known.</summary>
    public string Progress { get; internal set; } = "";

    /// <summary>What came of it; null unless it is done.</summary>
    public RunMessage? Result { get; private set; }

    /// <summary>Why there is no result, if it was stopped.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Is done when the run has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many bytes it takes, about.</summary>
    internal long Size { get; private set; }

    internal CancellationToken Cancellation => _cancellation.Token;

    internal void Begin() => State = RunState.Running;

    internal void Complete(RunMessage result, long size)
    {
        (Result, Size, State) = (result, Size + size, RunState.Done);
        _ended.TrySetResult();
    }

    internal void Stop(string reason)
    {
        (Reason, State) = (reason, RunState.Stopped);
        _ended.TrySetResult();
    }

    internal void Cancel() => _cancellation.Cancel();
}
