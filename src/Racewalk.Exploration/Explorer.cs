using Racewalk.Exploration.Checkpoints;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Graphs;
using Racewalk.Exploration.Subtrees;
using Racewalk.Exploration.Walks;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration;

/// <summary>Visits every consistent execution of a program exactly once.</summary>
public static class Explorer
{
    /// <summary>How many threads a program can have.</summary>
    public const int MaxThreads = 32;

    /// <summary>Explores <paramref name="program"/> under <paramref name="model"/>.</summary>
    /// <param name="program">The program.</param>
    /// <param name="model">The memory model.</param>
    /// <param name="visitor">Sees every execution; null to count only.</param>
    /// <param name="options">Bounds and progress; null for the defaults.</param>
    /// <param name="cancellation">Ends the exploration early; the result then names it among the bounds.</param>
    /// <param name="copies">
    /// Makes the program again, for a worker of its own, if there may be more than one (<see cref="ExplorationOptions.Workers"/>); called from any worker, once at a
    /// time. The visitor must then be an <see cref="IMergeableVisitor"/>.
    /// </param>
    /// <returns>Counts and the bounds reached.</returns>
    /// <exception cref="InvalidDataException"><see cref="ExplorationOptions.Resume"/> is no state that was saved.</exception>
    /// <exception cref="NondeterministicThreadException">A thread did something else when run again with the same values.</exception>
    /// <exception cref="SwallowedUnwindException">A thread caught the unwind of its operation.</exception>
    /// <exception cref="ThreadsDifferException">Threads of one body are not identical (<see cref="ExplorationOptions.ReducesSymmetry"/>).</exception>
    /// <exception cref="UnsupportedSearchException"><see cref="ExplorationOptions.Search"/> or <see cref="ExplorationOptions.ReducesSymmetry"/> is not for the model or the program.</exception>
    /// <exception cref="InvariantException">The explorer is wrong.</exception>
    public static ExplorationResult Explore(
        CheckedProgram program,
        MemoryModel model,
        IExecutionVisitor? visitor = null,
        ExplorationOptions? options = null,
        CancellationToken cancellation = default,
        Func<ExplorationCopy>? copies = null)
    {
        options ??= new ExplorationOptions();
        if (program.Threads.Count is 0 or > MaxThreads)
        {
            throw new ArgumentException($"{program.Name} has {program.Threads.Count} threads; 1 to {MaxThreads} can be explored", nameof(program));
        }

        CheckSearch(options, model == MemoryModel.Sc, model.Name);
        return Explore(
            new ExplorationCopy(program, visitor as IMergeableVisitor), visitor, options, cancellation, copies, FactoryOf(program, model, options));
    }

    /// <summary>Visits one execution again.</summary>
    /// <param name="program">The program.</param>
    /// <param name="model">The model that it was explored under.</param>
    /// <param name="path">Where the execution lies.</param>
    /// <param name="visitor">Sees it.</param>
    /// <param name="options">The bounds that it was explored with; null for the defaults.</param>
    /// <exception cref="InvariantException">The path is not one of this program.</exception>
    public static void Visit(CheckedProgram program, MemoryModel model, ExecutionPath path, IExecutionVisitor visitor, ExplorationOptions? options = null)
    {
        options ??= new ExplorationOptions();
        var control = new ExplorationControl(options, TimeSpan.Zero, CancellationToken.None);
        var tally = new Tally(control);
        ISubtreeSearch search = FactoryOf(program, model, options)(new ExplorationCopy(program), tally, path.StaysInGracePeriods);
        Opening.Open(search, path.Position, visitor);
        // Those that differ in the last event only are not asked for.
        control.Stop = true;
        search.RunForward();
    }

    /// <summary>Explores <paramref name="program"/> under a model given as checks on graphs.</summary>
    /// <inheritdoc cref="Explore(CheckedProgram, MemoryModel, IExecutionVisitor?, ExplorationOptions?, CancellationToken, Func{ExplorationCopy}?)"/>
    public static ExplorationResult Explore(
        CheckedProgram program,
        IGraphModel model,
        IExecutionVisitor? visitor = null,
        ExplorationOptions? options = null,
        CancellationToken cancellation = default,
        Func<ExplorationCopy>? copies = null)
    {
        options ??= new ExplorationOptions();
        CheckSearch(options, model is ScModel, model.GetType().Name);
        if (options.ReducesSymmetry)
        {
            throw new UnsupportedSearchException("symmetry is reduced under SC and TSO by clocks, not under a model given as checks on graphs");
        }

        if (options.Estimate is not null && copies is null)
        {
            throw new ArgumentException("an estimate needs a model of its own, hence copies", nameof(copies));
        }

        return Explore(
            new ExplorationCopy(program, visitor as IMergeableVisitor, model),
            visitor,
            options,
            cancellation,
            copies,
            (copy, tally, stays) => new GraphSearch(
                copy.Program, copy.Model ?? throw new ArgumentException("a copy has no model of its own", nameof(copies)), options, tally, stays));
    }

    private static ExplorationResult Explore(
        ExplorationCopy first,
        IExecutionVisitor? visitor,
        ExplorationOptions options,
        CancellationToken cancellation,
        Func<ExplorationCopy>? copies,
        SearchFactory factory)
    {
        if (options.Workers < 1 || (options.Workers > 1 && copies is null))
        {
            throw new ArgumentException($"{options.Workers} workers: there must be at least one, and more than one need copies of the program", nameof(options));
        }

        if ((copies is not null && visitor is not (null or IMergeableVisitor))
            || (options is not { Save: null, Resume: null } && visitor is not (null or ISavedVisitor)))
        {
            throw new ArgumentException($"{visitor.GetType().Name} cannot see the executions of several workers, or cannot be saved", nameof(visitor));
        }

        if (options.Search is not null)
        {
            return new SearchRunner(first, visitor, options, cancellation, factory).Run();
        }

        return new WorkerTeam(first, visitor, copies, options, cancellation, factory).Run();
    }

    private static void CheckSearch(ExplorationOptions options, bool isSc, string model)
    {
        if (options.Search is not null)
        {
            SearchRunner.Check(options, isSc, model);
        }
    }

    internal static SearchFactory FactoryOf(CheckedProgram program, MemoryModel model, ExplorationOptions options) =>
        options.ReducesSymmetry ? TwinFactoryOf(program, model, options)
        : model == MemoryModel.Sc ? (copy, tally, stays) => new ClockSearch<ScOrder>(copy.Program, options, tally, stays)
        : model == MemoryModel.Tso && !program.IsTranslated ? (copy, tally, stays) => new ClockSearch<TsoOrder>(copy.Program, options, tally, stays)
        : (copy, tally, stays) => new GraphSearch(copy.Program, ModelOf(model, copy.Program), options, tally, stays);

    private static SearchFactory TwinFactoryOf(CheckedProgram program, MemoryModel model, ExplorationOptions options) =>
        options.Search is not null ? throw new UnsupportedSearchException("symmetry is reduced by the exhaustive search alone")
        : program.Handlers.Count > 0 ? throw new UnsupportedSearchException($"{program.Name}: its CPUs interrupt each other by number, so none is like another; symmetry cannot be reduced")
        : model == MemoryModel.Sc ? (copy, tally, stays) => new ClockSearch<TwinOrder<ScOrder>>(copy.Program, options, tally, stays)
        : model == MemoryModel.Tso && !program.IsTranslated ? (copy, tally, stays) => new ClockSearch<TwinOrder<TsoOrder>>(copy.Program, options, tally, stays)
        : throw new UnsupportedSearchException($"symmetry is reduced under SC and TSO, not under {model.Name}{(program.IsTranslated ? " with page tables" : "")}");

    private static IGraphModel ModelOf(MemoryModel model, CheckedProgram program) =>
        model == MemoryModel.Armv8 ? program.IsTranslated ? new Armv8TranslationModel(SynchronizationOf(program)) : new Armv8Model()
        : model == MemoryModel.Tso ? new TsoTranslationModel()
        : model == MemoryModel.Power ? new PowerModel()
        : model == MemoryModel.Lkmm ? new LkmmModel()
        : throw new ArgumentException($"no explorer knows the model {model}", nameof(model));

    private static TranslationSynchronization SynchronizationOf(CheckedProgram program) => program.TranslationSynchronization switch
    {
        0 => TranslationSynchronization.None,
        2 => TranslationSynchronization.Ets2,
        3 => TranslationSynchronization.Ets3,
        _ => throw new ArgumentException($"there is no FEAT_ETS{program.TranslationSynchronization}", nameof(program)),
    };
}
