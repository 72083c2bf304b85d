using System.Security.Cryptography;
using System.Text.Json;

namespace Racewalk.Web.Runs;

/// <summary>Runs what is asked for, each in a process of its own, and keeps what came of it.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RunStore : IAsyncDisposable
{
    // A run comes to an end by itself when its time is over; what does not is killed after as long again as this.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly ServeOptions _options;
    private readonly RunQueue _runs;

    // Whoever types must not wait for whatever runs.
    private readonly RunQueue _diagnoses;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Run>> _known = new(StringComparer.Ordinal);
    private readonly LinkedList<Run> _recent = [];
    private readonly List<Task> _running = [];
    private long _kept;
    private RunProcess? _spare;
    private bool _isClosed;

    /// <summary>Begins with nothing, and a process that waits for the first run.</summary>
    public RunStore(ServeOptions options)
    {
        _options = options;
        _runs = new RunQueue(options.MaxRuns, options.MaxQueue, options.MaxTime + s_grace);
        _diagnoses = new RunQueue(1, options.MaxQueue, s_grace);
        _spare = RunProcess.Start(options.RunProgram, options.MaxMemory);
    }

    /// <summary>The run of a request: the one that there is, or a new one.</summary>
    /// <returns>Null if too many wait already.</returns>
    public Run? Get(RunRequest request)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(request);
        string key = Convert.ToHexStringLower(SHA256.HashData(text))[..32];
        lock (_lock)
        {
            if (_known.TryGetValue(key, out LinkedListNode<Run>? node))
            {
                _recent.Remove(node);
                _recent.AddLast(node);
                return node.Value;
            }

            RunQueue queue = request is DiagnosisRun ? _diagnoses : _runs;
            if (_isClosed || !queue.TryEnter())
            {
                return null;
            }

            var run = new Run(key, request, text.Length);
            _known[key] = _recent.AddLast(run);
            _running.RemoveAll(static t => t.IsCompleted);
            _running.Add(Task.Run(() => ExecuteAsync(run, queue)));
            return run;
        }
    }

    /// <summary>The run that is known by a key; null if there is none any more.</summary>
    public Run? Find(string key)
    {
        lock (_lock)
        {
            return _known.TryGetValue(key, out LinkedListNode<Run>? node) ? node.Value : null;
        }
    }

    /// <summary>Ends a run.</summary>
    public void Cancel(string key) => Find(key)?.Cancel();

    /// <summary>Forgets a run that has ended, so that whoever asks for it next has it run again.</summary>
    public void Forget(string key)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(key, out LinkedListNode<Run>? node) && node.Value.Ended.IsCompleted)
            {
                Forget(node);
            }
        }
    }

    /// <summary>Ends all runs and waits for their processes; nothing is run any more. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        Run[] runs;
        lock (_lock)
        {
            _isClosed = true;
            runs = [.. _recent];
            running = [.. _running];
        }

        // What a run does when it is cancelled may take the lock.
        Array.ForEach(runs, static r => r.Cancel());
        await Task.WhenAll(running);
        _spare?.Dispose();
        _spare = null;
    }

    private async Task ExecuteAsync(Run run, RunQueue queue)
    {
        try
        {
            using (await queue.WaitAsync(run.Cancellation))
            {
                run.Begin();
                await ExecuteNowAsync(run, queue.MaxTime);
            }
        }
        catch (OperationCanceledException)
        {
            run.Stop("it was ended on request");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            run.Stop(e.Message);
        }
        finally
        {
            queue.Leave();
            Finish(run);
        }
    }

    private async Task ExecuteNowAsync(Run run, TimeSpan maxTime)
    {
        using RunProcess process = Take();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Cancellation);
        end.CancelAfter(maxTime);
        try
        {
            await process.SendAsync(JsonSerializer.Serialize(new RunOrder(run.Request, _options.MaxTime.TotalSeconds, _options.Workers)), end.Token);
            while (await process.ReadAsync(end.Token) is { } line)
            {
                RunMessage message = JsonSerializer.Deserialize<RunMessage>(line)!;
                if (message is RunProgress progress)
                {
                    run.Progress = progress.Text;
                    continue;
                }

                run.Complete(message, line.Length * 2L);
                return;
            }

            run.Stop(await process.EndAsync(end.Token));
        }
        catch (OperationCanceledException) when (!run.Cancellation.IsCancellationRequested)
        {
            run.Stop(FormattableString.Invariant($"it did not come to an end within {maxTime.TotalSeconds:0.#} s and was killed"));
        }
    }

    // The process that waits, and another one to wait for the next run.
    private RunProcess Take()
    {
        RunProcess? spare;
        lock (_lock)
        {
            spare = _spare;
            _spare = null;
        }

        if (spare is { IsAlive: false })
        {
            spare.Dispose();
            spare = null;
        }

        RunProcess taken = spare ?? RunProcess.Start(_options.RunProgram, _options.MaxMemory);
        RunProcess next;
        try
        {
            next = RunProcess.Start(_options.RunProgram, _options.MaxMemory);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // The machine has no room for it. The next run starts its own.
            return taken;
        }

        lock (_lock)
        {
            if (_spare is null && !_isClosed)
            {
                _spare = next;
                return taken;
            }
        }

        next.Dispose();
        return taken;
    }

    private void Finish(Run run)
    {
        lock (_lock)
        {
            _kept += run.Size;
            for (LinkedListNode<Run>? node = _recent.First; node is not null && _kept > _options.MaxKept;)
            {
                LinkedListNode<Run>? next = node.Next;
                if (node.Value != run && node.Value.Ended.IsCompleted)
                {
                    Forget(node);
                }

                node = next;
            }
        }
    }

    private void Forget(LinkedListNode<Run> node)
    {
        _kept -= node.Value.Size;
        _known.Remove(node.Value.Key);
        _recent.Remove(node);
    }
}
