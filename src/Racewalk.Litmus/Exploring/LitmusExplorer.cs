using Racewalk.Exploration;
using Racewalk.Exploration.Circles;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// Finds all executions of litmus tests with the explorer, under its own models: a second opinion on <see cref="LitmusChecker"/>, which has neither its
/// algorithm nor its models. A test is refused where the explorer's operations cannot express what the test's dialect means.
/// </summary>
public static class LitmusExplorer
{
    private const int MaxTargets = 256;
    private static readonly string[] s_ofTranslation = ["vmsa", "ETS2", "ETS3"];

    /// <summary>The explorer's model for a dialect.</summary>
    /// <param name="architecture">C, AArch64, X86, X86_64 or PPC.</param>
    public static MemoryModel ModelFor(string architecture) => architecture switch
    {
        "C" => MemoryModel.Lkmm,
        "AArch64" => MemoryModel.Armv8,
        "PPC" => MemoryModel.Power,
        _ => MemoryModel.Tso,
    };

    /// <summary>Checks one test.</summary>
    /// <param name="program">The test; used by one check at a time.</param>
    /// <param name="model">The memory model.</param>
    /// <param name="limits">What bounds the check; null for nothing.</param>
    /// <param name="cancellation">Ends the check with an exception.</param>
    /// <param name="withGracePeriods">Under SC, whether RCU has the meaning that the explorer gives it on hardware; sc.cat does not know it.</param>
    /// <returns>States, counts, and whether there is a data race; no pictures.</returns>
    /// <exception cref="LitmusException">A thread cannot be run, or (a refusal) the explorer cannot express the test.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static LitmusResult Check(LitmusProgram program, MemoryModel model, LitmusLimits? limits = null, CancellationToken cancellation = default, bool withGracePeriods = false)
    {
        limits ??= new LitmusLimits();
        var options = new ExplorationOptions { MaxTime = limits.MaxTime, LooksForCircles = false, Workers = limits.Workers, Shared = limits.Shared };
        return Check(program, model, options, withGracePeriods, cancellation);
    }

    /// <summary>Checks one test.</summary>
    /// <param name="program">The test; used by one check at a time.</param>
    /// <param name="model">The memory model.</param>
    /// <param name="options">How to explore; who looks for circles is decided here.</param>
    /// <param name="withGracePeriods">Under SC, whether RCU has the meaning that the explorer gives it on hardware.</param>
    /// <param name="cancellation">Ends the check with an exception.</param>
    /// <exception cref="LitmusException">A thread cannot be run, or (a refusal) the explorer cannot express the test.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    internal static LitmusResult Check(LitmusProgram program, MemoryModel model, ExplorationOptions options, bool withGracePeriods, CancellationToken cancellation)
    {
        bool isAlone = options.Workers == 1;
        while (true)
        {
            try
            {
                return Explore(program, model, isAlone ? options with { Workers = 1 } : options, withGracePeriods, cancellation);
            }
            catch (Exception e) when (!isAlone && e is LearntTargetException or LitmusException or UnfitException or UnsupportedEventException)
            {
                // Which of several is met first depends on the workers; one alone meets the same every time.
                isAlone = true;
            }
            catch (LearntTargetException e) when (program.PointerTargets.Count < MaxTargets)
            {
                program.AddPointerTarget(e.Address);
                isAlone = options.Workers == 1;
            }
            catch (LearntTargetException)
            {
                throw program.Source.Error(0, $"{program.Name} computes more than {MaxTargets} addresses");
            }
            catch (Exception e) when (e is UnfitException or UnsupportedEventException)
            {
                throw program.Source.Refusal(0, $"the explorer does not take this test: {e.Message}");
            }
        }
    }

    private static LitmusResult Explore(LitmusProgram program, MemoryModel model, ExplorationOptions options, bool withGracePeriods, CancellationToken cancellation)
    {
        bool isTranslated = program.Translation is not null;
        ModelTerms terms = ModelTerms.Of(model, program.Architecture, isTranslated, withGracePeriods);
        if (program.Threads.Count is 0 or > Explorer.MaxThreads)
        {
            throw new UnfitException($"a program of {program.Threads.Count} threads; the explorer takes 1 to {Explorer.MaxThreads}");
        }

        if (program.Translation is { Tables: not null })
        {
            throw new UnfitException("page tables of several levels");
        }

        if (program.Variants.FirstOrDefault(v => !isTranslated || !s_ofTranslation.Contains(v)) is { } variant)
        {
            throw new UnfitException($"the variant {variant}, which only cat models know");
        }

        IReadOnlyList<IReadOnlyList<ThreadTrace>> traces = ThreadPaths.EnumerateAll(program, cancellation);
        if (isTranslated)
        {
            // An address that is a page's on one path and a descriptor's on another would be more than an address dependency.
            traces = [.. traces.Select(of => of.Where(t => SupposesPossibleAddresses(program, t)).ToArray())];
        }

        ThreadPlan[] plans = [.. traces.Select(t => ThreadPlan.Of(t, terms, program.Pool))];
        IReadOnlyList<UpdateAgent> agents = UpdateAgent.Of(program, traces);
        HashSet<FinalPlace> places = [.. program.Question.Places];
        var collector = new ExplorationCollector(program, plans);
        ExplorationCopy Copy() => new(ToProgram(program, plans, agents, places), new ExplorationCollector(program, plans), GraphModel());
        IGraphModel? GraphModel() => isTranslated && model == MemoryModel.Armv8 ? new Armv8TranslationModel(SynchronizationOf(program)) : null;
        CheckedProgram threads = ToProgram(program, plans, agents, places);
        ExplorationResult result = GraphModel() is { } given
            ? Explorer.Explore(threads, given, collector, options, cancellation, Copy)
            : Explorer.Explore(threads, model, collector, options, cancellation, Copy);
        cancellation.ThrowIfCancellationRequested();
        CircleKind circles = terms.MayGoInCircles ? PlanCircles.Find(plans) : CircleKind.None;
        IEnumerable<string> bounds = circles == CircleKind.Dependencies ? [.. result.Bounds, DependencyCircles.Bound] : result.Bounds;
        return collector.ToResult(bounds, hasThinAir: circles == CircleKind.Values, UpdateAgent.AreApart(agents));
    }

    private static bool SupposesPossibleAddresses(LitmusProgram program, ThreadTrace trace) => trace.Conditions.All(
        c => !c.IsAddress || program.Domains.PossibleValues(trace, c.Expression) is not { } values || values.Contains(c.Expected));

    private static TranslationSynchronization SynchronizationOf(LitmusProgram program) =>
        program.Variants.Contains("ETS3") ? TranslationSynchronization.Ets3
        : program.Variants.Contains("ETS2") ? TranslationSynchronization.Ets2
        : TranslationSynchronization.None;

    private static CheckedProgram ToProgram(
        LitmusProgram program, ThreadPlan[] plans, IReadOnlyList<UpdateAgent> agents, HashSet<FinalPlace> places) => new()
        {
            Name = program.Name,
            IsTranslated = program.Translation is not null,
            Threads =
        [
            .. plans.Select((plan, t) => (ThreadBody)new PlanRunner(program, plan, Registers(places, t)).Run),
            .. agents.Select(agent => (ThreadBody)(context => agent.Run(context, program.AddressAt(agent.Entry)))),
        ],
            Initial = program.InitialMemory.ToDictionary(m => program.AddressAt(m.Key), static m => m.Value),
            LocationName = program.FormatValue,
        };

    private static int[] Registers(HashSet<FinalPlace> places, int thread) => [.. places.Where(p => p.Thread == thread).Select(static p => p.Number).Order()];
}
