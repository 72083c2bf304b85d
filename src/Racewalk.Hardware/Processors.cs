namespace Racewalk.Hardware;

/// <summary>What a machine of real threads is made of.</summary>
/// <param name="Cpus">How many CPUs it has: each a thread, pinned to a processor; there may be more of them than processors.</param>
public sealed record ProcessorOptions(int Cpus)
{
    /// <summary>How TLBs of other CPUs are flushed.</summary>
    public FlushKind Flush { get; init; }

    /// <summary>Which steps are left out or held up; needs <see cref="StepControl"/>.</summary>
    public StepRules Rules { get; init; } = StepRules.None;

    /// <summary>After how long a wait counts as a deadlock.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether freed memory is filled with a pattern, and looked at.</summary>
    public bool Poisons { get; init; }

    /// <summary>Whether threads are pinned.</summary>
    public bool Pins { get; init; } = true;

    /// <summary>The processor that the first CPU is pinned to, counted as the process may use them.</summary>
    public int FirstProcessor { get; init; }
}

/// <summary>
/// The CPUs that native programs run on. One program at a time; <see cref="Run(IReadOnlyList{Action{Cpu}})"/> may be called again and again. Not thread-safe itself.
/// </summary>
public sealed class Processors : IDisposable
{
    /// <summary>The largest number of CPUs.</summary>
    public const int MostCpus = 32;

    private readonly Cpu[] _cpus;
    private readonly ProcessorOptions _options;
    private volatile bool _isStopping;

    /// <summary>A machine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has no CPU, or more than <see cref="MostCpus"/>.</exception>
    public Processors(ProcessorOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cpus, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Cpus, MostCpus, nameof(options));
        _options = options;
        Rules = options.Rules;
        AllCpus = (1UL << options.Cpus) - 1;
        QueueNodes = new QueueNodes(options.Cpus + 1);

        // One more, which nobody interrupts: RCU's callbacks run on it.
        States = [.. Enumerable.Range(0, options.Cpus + 1).Select(static _ => new CpuState())];
        _cpus = [.. States.Select((state, id) => new Cpu(this, id, state))];
        Callbacks = new RcuCallbacks(_cpus[^1]);
        Calls = new IpiFunction[_cpus.Length];
        Sent = new IpiFunction[_cpus.Length];
        Flushes = new TlbFlushInfo[_cpus.Length];
    }

    /// <summary>How many CPUs there are.</summary>
    public int Count => _options.Cpus;

    /// <summary>Which steps are left out or held up. May be set while nothing runs.</summary>
    public StepRules Rules { get; set; }

    /// <summary>How TLBs of other CPUs are flushed.</summary>
    public FlushKind Flush => _options.Flush;

    /// <summary>All CPUs, as a mask.</summary>
    public ulong AllCpus { get; }

    /// <summary>Where freed frames go; null if memory is never taken again.</summary>
    public FrameAllocator? Frames { get; set; }

    internal bool Poisons => _options.Poisons;

    internal QueueNodes QueueNodes { get; }

    internal CpuState[] States { get; }

    internal RcuCallbacks Callbacks { get; }

    internal IpiFunction[] Calls { get; }

    internal IpiFunction[] Sent { get; }

    internal TlbFlushInfo[] Flushes { get; }

    internal TimeSpan StuckAfter => _options.StuckAfter;

    internal bool IsStopping => _isStopping;

    /// <summary>Runs one task a CPU, from the first on, and waits for all.</summary>
    /// <exception cref="ArgumentException">There are more tasks than CPUs.</exception>
    /// <exception cref="AggregateException">Tasks failed. Those that waited for them have been stopped, and this machine cannot be used again.</exception>
    public void Run(params IReadOnlyList<Action<Cpu>> tasks)
    {
        if (tasks.Count > Count)
        {
            throw new ArgumentException($"{tasks.Count} tasks, {Count} CPUs", nameof(tasks));
        }

        var failures = new List<Exception>();
        Thread[] threads = [.. tasks.Select((task, id) => new Thread(() => RunOn(id, task, failures)) { Name = $"CPU {id}", IsBackground = true })];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures.OrderBy(static f => f is OperationCanceledException));
        }
    }

    /// <summary>Stops whoever waits or begins a step, by an <see cref="OperationCanceledException"/>, as somebody has failed whom they would wait for in vain.</summary>
    public void StopTasks() => _isStopping = true;

    /// <summary>Ends that. By now each CPU has called <see cref="Cpu.Abandon"/>.</summary>
    public void ResumeTasks() => _isStopping = false;

    /// <summary>Ends the machine's own threads.</summary>
    public void Dispose()
    {
        Callbacks.Stop();
        QueueNodes.Dispose();
        foreach (CpuState state in States)
        {
            state.Dispose();
        }
    }

    internal CpuState StateOf(int cpu) => States[cpu];

    internal Cpu CpuOf(int cpu) => _cpus[cpu];

    private void RunOn(int id, Action<Cpu> task, List<Exception> failures)
    {
        if (_options.Pins)
        {
            Affinity.Pin(_options.FirstProcessor + id);
        }

        Cpu cpu = _cpus[id];
        Occupy(cpu);
        try
        {
            task(cpu);
            cpu.Finish();
        }
        catch (Exception e)
        {
            Stop(e, failures);
        }

        Volatile.Write(ref cpu.State.Activity, CpuState.Parked);
        Interlocked.MemoryBarrier();
        try
        {
            cpu.ServeIfParked();
        }
        catch (Exception e)
        {
            // A handler begins steps, too, and is stopped like a task if another CPU has failed by now.
            Stop(e, failures);
        }
    }

    // Whatever it is, the others must not wait for this CPU for ever, and Run throws it.
    private void Stop(Exception failure, List<Exception> failures)
    {
        _isStopping = true;
        lock (failures)
        {
            failures.Add(failure);
        }
    }

    private static void Occupy(Cpu cpu)
    {
        while (Interlocked.CompareExchange(ref cpu.State.Activity, CpuState.Running, CpuState.Parked) != CpuState.Parked)
        {
            Thread.Yield();
        }
    }
}
