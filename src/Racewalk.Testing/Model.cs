using System.Runtime.CompilerServices;
using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>Checks small concurrent programs under a memory model.</summary>
public static class Model
{
    /// <summary>Visits every execution of a program that a memory model allows.</summary>
    /// <param name="model"><see cref="MemoryModel.Armv8"/>, <see cref="MemoryModel.Tso"/> (x86) or <see cref="MemoryModel.Sc"/>.</param>
    /// <param name="configure">Declares shared memory, threads and properties. Called once for each worker.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <param name="name">The test's name.</param>
    /// <param name="cancellation">Ends the check early; it is then inconclusive.</param>
    /// <returns>What was visited. Nothing breaks a property.</returns>
    /// <exception cref="RaceFoundException">Some execution breaks a property, or deadlocks.</exception>
    /// <exception cref="InconclusiveException">A bound was reached, or a behaviour that must be possible was not.</exception>
    /// <exception cref="ModelMisuseException">The program is written in a way that cannot be checked.</exception>
    /// <exception cref="ArgumentException">What .NET's operations are under the model is not known, there are no threads, or <see cref="ModelOptions.EventBound"/> is more than Armv8 takes.</exception>
    /// <exception cref="UnsupportedSearchException"><see cref="ModelOptions.ReducesSymmetry"/> under Armv8.</exception>
    public static ModelResult Check(
        MemoryModel model, Action<TestProgram> configure, ModelOptions? options = null, [CallerMemberName] string name = "", CancellationToken cancellation = default)
    {
        options ??= new ModelOptions();
        if (model != MemoryModel.Armv8 && model != MemoryModel.Tso && model != MemoryModel.Sc)
        {
            throw new ArgumentException($"what .NET's operations are under {model} is not known: armv8, tso and sc are", nameof(model));
        }

        if (model == MemoryModel.Armv8 && options.EventBound > ReadSet.Capacity)
        {
            throw new ArgumentException($"under armv8 a thread can have {ReadSet.Capacity} accesses and barriers: dependencies on more reads cannot be told apart", nameof(options));
        }

        (TestProgram program, CheckedProgram made) = Make();
        var judge = new TestJudge(program, options);
        ExplorationResult explored = Explore();
        return Conclusion.Of(program, made, judge, explored, options);

        (TestProgram Program, CheckedProgram Made) Make()
        {
            var program = new TestProgram(model, options);
            configure(program);
            return (program, program.Build(name));
        }

        ExplorationCopy Copy()
        {
            (TestProgram copy, CheckedProgram made) = Make();
            return new ExplorationCopy(made, new TestJudge(copy, options));
        }

        ExplorationResult Explore()
        {
            try
            {
                return Explorer.Explore(made, model, judge, OptionsOf(options), cancellation, Copy);
            }
            catch (NondeterministicThreadException e)
            {
                throw new ModelMisuseException(
                    "a thread did something else when it was run again with the same values: it looks at state that is not declared shared (a static field, an object of another assembly), at a clock " +
                    $"or at random numbers. Declare what threads share with Shared, and use Check.Choose for a free choice. The explorer says: {e.Message}",
                    e);
            }
            catch (SwallowedUnwindException e)
            {
                throw new ModelMisuseException(
                    $"a thread catches the exception by which the explorer ends its run: let ThreadUnwindException pass (catch what the code under test throws, not Exception). The explorer says: {e.Message}", e);
            }
        }
    }

    private static ExplorationOptions OptionsOf(ModelOptions options) => new()
    {
        LoopBound = options.LoopBound,
        EventBound = options.EventBound,
        MaxTime = options.MaxTime,
        MaxExecutions = options.MaxExecutions,
        Workers = options.Workers,
        ReducesSymmetry = options.ReducesSymmetry,
        StopAtFirstViolation = options.StopsAtFirst || options.Replay is not null,
    };
}
