using System.Collections.Concurrent;

namespace Racewalk.Hardware;

/// <summary>The thread that runs what call_rcu queues, a batch a grace period. Started by the first callback.</summary>
internal sealed class RcuCallbacks(Cpu cpu)
{
    private readonly BlockingCollection<RcuHead> _heads = [];
    private readonly Lock _start = new();
    private Thread? _thread;
    private long _queued;
    private long _done;
    private volatile Exception? _failure;

    internal long Queued => Volatile.Read(ref _queued);

    internal long Done => _failure is { } failure ? throw new BrokenRuleException($"an RCU callback failed: {failure.Message}") : Volatile.Read(ref _done);

    internal void Enqueue(RcuHead head)
    {
        Interlocked.Increment(ref _queued);
        _heads.Add(head);
        if (Volatile.Read(ref _thread) is null)
        {
            Start();
        }
    }

    internal void Stop()
    {
        _heads.CompleteAdding();
        _thread?.Join();
        _heads.Dispose();
    }

    private void Start()
    {
        lock (_start)
        {
            if (_thread is null)
            {
                _thread = new Thread(Run) { Name = "rcu", IsBackground = true };
                _thread.Start();
            }
        }
    }

    private void Run()
    {
        List<RcuHead> batch = [];
        try
        {
            while (_heads.TryTake(out RcuHead? head, Timeout.Infinite))
            {
                do
                {
                    batch.Add(head);
                }
                while (_heads.TryTake(out head));
                cpu.SynchronizeRcu();
                foreach (RcuHead ready in batch)
                {
                    cpu.RunCallback(ready);
                    Interlocked.Increment(ref _done);
                }

                batch.Clear();
            }
        }
        catch (Exception e) when (e is HardwareException or OperationCanceledException)
        {
            // Whoever waits for callbacks is told; where all were stopped nobody does.
            _failure = e;
        }
    }
}
