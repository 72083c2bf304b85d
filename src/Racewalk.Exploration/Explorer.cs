using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Graphs;
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
    /// <returns>Counts and the bounds reached.</returns>
    /// <exception cref="NondeterministicThreadException">A thread did something else when run again with the same values.</exception>
    /// <exception cref="SwallowedUnwindException">A thread caught the unwind of its operation.</exception>
    /// <exception cref="InvariantException">The explorer is wrong.</exception>
    public static ExplorationResult Explore(
        CheckedProgram program,
        MemoryModel model,
        IExecutionVisitor? visitor = null,
        ExplorationOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new ExplorationOptions();
        if (program.Threads.Count is 0 or > MaxThreads)
        {
            throw new ArgumentException($"{program.Name} has {program.Threads.Count} threads; 1 to {MaxThreads} can be explored", nameof(program));
        }

        var tally = new Tally(options, cancellation);
        if (model == MemoryModel.Sc)
        {
            Explore<ScOrder>(program, visitor, options, tally);
        }
        else if (model == MemoryModel.Tso && !program.IsTranslated)
        {
            Explore<TsoOrder>(program, visitor, options, tally);
        }
        else
        {
            Explore(program, ModelOf(model, program), visitor, options, tally);
        }

        return tally.ToResult();
    }

    /// <summary>Explores <paramref name="program"/> under a model given as checks on graphs.</summary>
    /// <inheritdoc cref="Explore(CheckedProgram, MemoryModel, IExecutionVisitor?, ExplorationOptions?, CancellationToken)"/>
    public static ExplorationResult Explore(
        CheckedProgram program,
        IGraphModel model,
        IExecutionVisitor? visitor = null,
        ExplorationOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new ExplorationOptions();
        var tally = new Tally(options, cancellation);
        Explore(program, model, visitor, options, tally);
        return tally.ToResult();
    }

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

    private static void Explore<TOrder>(CheckedProgram program, IExecutionVisitor? visitor, ExplorationOptions options, Tally tally)
        where TOrder : struct, IClockOrder
    {
        var search = new ClockSearch<TOrder>(program, visitor, options, tally);
        search.Run();
        if (search.MayStayInGracePeriods && !tally.Stop)
        {
            new ClockSearch<TOrder>(program, visitor, options, tally, staysInGracePeriods: true).Run();
        }
    }

    private static void Explore(CheckedProgram program, IGraphModel model, IExecutionVisitor? visitor, ExplorationOptions options, Tally tally)
    {
        var search = new GraphSearch(program, model, visitor, options, tally);
        search.Run();
        if (search.MayStayInGracePeriods && !tally.Stop)
        {
            new GraphSearch(program, model, visitor, options with { LooksForCircles = false }, tally, staysInGracePeriods: true).Run();
        }
    }
}
