using System.Runtime.ExceptionServices;
using Racewalk.Exploration.Checkpoints;
using Racewalk.Exploration.Estimates;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Subtrees;

/// <summary>Makes the search of one worker.</summary>
/// <param name="copy">What it explores.</param>
/// <param name="tally">Counts what it visits.</param>
/// <param name="staysInGracePeriods">Whether it lets grace periods not end (<see cref="EndlessGracePeriods"/>).</param>
internal delegate ISubtreeSearch SearchFactory(ExplorationCopy copy, Tally tally, bool staysInGracePeriods);

/// <summary>Explores with as many workers as wanted, and as are worth it. The first one runs on the caller's thread.</summary>
internal sealed class WorkerTeam
{
    private readonly ExplorationControl _control;
    private readonly ExplorationOptions _options;
    private readonly SearchFactory _factory;
    private readonly Func<ExplorationCopy>? _copies;
    private readonly List<ExplorationCopy> _known;
    private readonly Lock _lock = new();
    private readonly List<SubtreeWorker> _workers = [];
    private readonly List<Thread> _threads = [];
    private SavedState _state;
    private ExceptionDispatchInfo? _failure;
    private bool _isLong;
    private bool _isOver;
    private volatile int _begun;

    /// <summary>A team that has not begun.</summary>
    /// <param name="first">What the first worker explores.</param>
    /// <param name="visitor">What sees the executions; null to count only.</param>
    /// <param name="copies">Makes what another one explores; null if there is to be no other.</param>
    /// <param name="options">The budgets.</param>
    /// <param name="cancellation">Ends the exploration early.</param>
    /// <param name="factory">Makes searches.</param>
    /// <exception cref="InvalidDataException">The state to go on from is none.</exception>
    public WorkerTeam(
        ExplorationCopy first,
        IExecutionVisitor? visitor,
        Func<ExplorationCopy>? copies,
        ExplorationOptions options,
        CancellationToken cancellation,
        SearchFactory factory)
    {
        _options = options;
        _factory = factory;
        _copies = copies;
        _known = [first];
        _state = options.Resume is { } saved
            ? SavedState.Read(saved, (ISavedVisitor?)visitor)
            : SavedState.Begin(new SubtreeResult(visitor), staysInGracePeriods: false);
        _control = new ExplorationControl(options, _state.Elapsed, cancellation) { IsDivisible = copies is not null };
        foreach (SubtreeResult result in _state.Parts.Select(static p => p.Result).OfType<SubtreeResult>())
        {
            _control.Add(result.Executions, result.Blocked, result.Cut);
        }
    }

    /// <summary>Explores.</summary>
    public ExplorationResult Run()
    {
        SubtreeResult result = RunSearch(out double left, out bool wantsOther);
        if (wantsOther)
        {
            _state = SavedState.Begin(result, staysInGracePeriods: true);
            result = RunSearch(out left, out _);
        }

        string[] last = result.IsViolated ? ["stopped at the first violation"] : [];
        return new ExplorationResult
        {
            Executions = result.Executions,
            Blocked = result.Blocked,
            Cut = result.Cut,
            Symmetry = _options.ReducesSymmetry ? new SymmetrySummary(_known[0].Program.IdenticalThreads, result.Represented) : null,
            Bounds = [.. result.Bounds, .. last, .. _control.Bounds],
            Covered = 1 - left,
            Estimate = _options.Estimate is null || result.IsViolated ? null : EstimateOf(result.Visited),
            Elapsed = _control.Elapsed,
        };
    }

    /// <summary>Does one of the two searches, and says whether the other one is wanted.</summary>
    private SubtreeResult RunSearch(out double left, out bool wantsOther)
    {
        _workers.Clear();
        _control.Estimator = _options.Estimate is { } options ? new Estimator(options, _control, ProbedSearch) : null;
        SubtreeWorker first = WorkerAt(0);
        SubtreeList list;
        GracePeriodWatch watch;
        do
        {
            list = new SubtreeList(_state.Parts, _options.DividesAlways && _copies is not null);
            RunRound(first, list);
            watch = new GracePeriodWatch(_state.Watch.Bits);
            _workers.ForEach(w => watch.Add(w.Search.Watch));
            _state = new SavedState(list.Parts, _state.StaysInGracePeriods, watch, _control.Elapsed);
            if (_control.MustLeave && _state.Parts.Any(static p => p.State != SubtreeState.Done))
            {
                _options.Save?.Invoke(_state.ToArray());
            }
        }
        while (_control.GoOn());

        left = list.Left;
        SubtreeResult result = list.Append();
        first.Tally.Begin(result);
        bool isWhole = !_control.Stop && !result.IsViolated;
        first.Search.Conclude(isWhole);
        wantsOther = isWhole && watch.MayNeverEnd && !_state.StaysInGracePeriods;
        return result;
    }

    private ExecutionEstimate? EstimateOf(long visited) =>
        _state.Parts.All(static p => p.State == SubtreeState.Done) ? ExecutionEstimate.Exact(visited) : _control.Estimator!.Estimate(visited);

    /// <summary>The search that probes take: of a copy of its own, if there may be copies.</summary>
    private ISubtreeSearch ProbedSearch(Tally tally)
    {
        lock (_lock)
        {
            return _factory(_copies?.Invoke() ?? _known[0], tally, _state.StaysInGracePeriods);
        }
    }

    /// <summary>Explores until all is done or everybody must leave.</summary>
    private void RunRound(SubtreeWorker first, SubtreeList list)
    {
        _threads.Clear();
        (_begun, _isOver) = (1, false);
        _control.Looked = running =>
        {
            if (running >= _options.WorkersBeginAfter)
            {
                _isLong = true;
                BeginOthers(list);
            }
        };
        try
        {
            if (_isLong)
            {
                BeginOthers(list);
            }

            first.Run(list);
        }
        finally
        {
            lock (_threads)
            {
                _isOver = true;
            }

            _threads.ForEach(static t => t.Join());
        }

        _failure?.Throw();
    }

    /// <summary>Begins as many workers as there may be now. Called by any worker.</summary>
    private void BeginOthers(SubtreeList list)
    {
        if (_begun >= _options.Workers || _options.Shared is { IsAnyFree: false })
        {
            return;
        }

        lock (_threads)
        {
            while (!_isOver && _begun < _options.Workers && (_options.Shared?.TryTake() ?? true))
            {
                int number = _begun++;
                var thread = new Thread(() => Help(number, list)) { Name = $"explorer {number}", IsBackground = true };
                _threads.Add(thread);
                thread.Start();
            }
        }
    }

    private void Help(int number, SubtreeList list)
    {
        try
        {
            SubtreeWorker worker;
            lock (_lock)
            {
                while (_known.Count <= number)
                {
                    _known.Add(_copies!());
                }

                worker = WorkerAt(number);
            }

            worker.Run(list);
        }
        catch (Exception e)
        {
            _control.Stop = true;
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
            list.Close();
        }
        finally
        {
            _options.Shared?.Give();
        }
    }

    private SubtreeWorker WorkerAt(int number)
    {
        while (_workers.Count <= number)
        {
            ExplorationCopy copy = _known[_workers.Count];
            var tally = new Tally(_control);
            _workers.Add(new SubtreeWorker(_factory(copy, tally, _state.StaysInGracePeriods), tally, copy.Visitor, _control)
            {
                Estimator = _workers.Count == 0 ? _control.Estimator : null,
            });
        }

        return _workers[number];
    }
}
