using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Exploring;
using Racewalk.Litmus.Semantics;
using Racewalk.Models;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Batches;

/// <summary>Finds all executions of a test.</summary>
/// <param name="program">The test; used by one check at a time.</param>
/// <param name="limits">What bounds the check.</param>
/// <param name="cancellation">Ends the check with an exception.</param>
public delegate LitmusResult LitmusEngine(LitmusProgram program, LitmusLimits limits, CancellationToken cancellation);

/// <summary>The two ways to solve litmus tests.</summary>
public static class LitmusEngines
{
    /// <summary>The search over candidate executions, which takes every test and every cat model.</summary>
    /// <param name="modelOf">The model for a test.</param>
    public static LitmusEngine Candidates(Func<LitmusProgram, CatModel> modelOf) =>
        (program, limits, cancellation) => LitmusChecker.Check(program, modelOf(program), limits, cancellation);

    /// <summary>The built-in model that belongs to a test.</summary>
    public static CatModel BuiltInModelOf(LitmusProgram program) => BuiltInModels.ForDialect(program.Architecture, program.Translation is not null);

    /// <summary>The explorer with its own models, which refuses what it cannot express.</summary>
    /// <param name="model">The model; null for the one that belongs to a test's dialect.</param>
    public static LitmusEngine Explorer(MemoryModel? model) =>
        (program, limits, cancellation) => LitmusExplorer.Check(program, model ?? LitmusExplorer.ModelFor(program.Architecture), limits, cancellation);
}
