using System.Runtime.ExceptionServices;
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
    private ExceptionDispatchInfo? _failure;

    /// <summary>A team that has not begun.</summary>
    /// <param name="first">What the first worker explores.</param>
    /// <param name="copies">Makes what another one explores; null if there is to be no other.</param>
    /// <param name="options">The budgets.</param>
    /// <param name="cancellation">Ends the exploration early.</param>
    /// <param name="factory">Makes searches.</param>
    public WorkerTeam(ExplorationCopy first, Func<ExplorationCopy>? copies, ExplorationOptions options, CancellationToken cancellation, SearchFactory factory)
    {
        _options = options;
        _factory = factory;
        _copies = copies;
        _known = [first];
        _control = new ExplorationControl(options, cancellation) { IsDivisible = copies is not null };
    }

    /// <summary>Explores.</summary>
    /// <param name="visitor">What sees the executions; null to count only.</param>
    public ExplorationResult Run(IExecutionVisitor? visitor)
    {
        var result = new SubtreeResult(visitor);
        if (Run(ref result, staysInGracePeriods: false))
        {
            Run(ref result, staysInGracePeriods: true);
        }

        string[] last = result.IsViolated ? ["stopped at the first violation"] : [];
        return new ExplorationResult
        {
            Executions = result.Executions,
            Blocked = result.Blocked,
            Cut = result.Cut,
            Bounds = [.. result.Bounds, .. last, .. _control.Bounds],
            Elapsed = _control.Elapsed,
        };
    }

    /// <summary>Does one of the two searches. Returns whether the other one is wanted.</summary>
    private bool Run(ref SubtreeResult result, bool staysInGracePeriods)
    {
        var root = new Subtree(SearchPosition.Root) { Result = result };
        root.SetShare(1);
        var list = new SubtreeList([root], _options.DividesAlways && _copies is not null);
        _workers.Clear();
        _threads.Clear();
        SubtreeWorker first = Add(_known[0], list, staysInGracePeriods, out Tally tally);
        bool isAlone = true;
        _control.Looked = elapsed =>
        {
            if (isAlone && _options.Workers > 1 && elapsed >= _options.WorkersBeginAfter)
            {
                isAlone = false;
                Begin(list, staysInGracePeriods);
            }
        };
        try
        {
            first.Run();
        }
        finally
        {
            _threads.ForEach(static t => t.Join());
        }

        _failure?.Throw();
        result = list.Append();
        tally.Begin(result);
        bool isWhole = !_control.Stop && !result.IsViolated;
        first.Search.Conclude(isWhole);
        var watch = new GracePeriodWatch();
        _workers.ForEach(w => watch.Add(w.Search.Watch));
        return isWhole && watch.MayNeverEnd && !staysInGracePeriods;
    }

    private void Begin(SubtreeList list, bool staysInGracePeriods)
    {
        for (int i = 1; i < _options.Workers; i++)
        {
            int number = i;
            var thread = new Thread(() => Help(number, list, staysInGracePeriods)) { Name = $"explorer {i}", IsBackground = true };
            _threads.Add(thread);
            thread.Start();
        }
    }

    private void Help(int number, SubtreeList list, bool staysInGracePeriods)
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

                worker = Add(_known[number], list, staysInGracePeriods, out _);
            }

            worker.Run();
        }
        catch (Exception e)
        {
            _control.Stop = true;
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
            list.Close();
        }
    }

    private SubtreeWorker Add(ExplorationCopy copy, SubtreeList list, bool staysInGracePeriods, out Tally tally)
    {
        tally = new Tally(_control);
        var worker = new SubtreeWorker(_factory(copy, tally, staysInGracePeriods), tally, copy.Visitor, list, _control);
        _workers.Add(worker);
        return worker;
    }
}
