using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using Racewalk.Oracle.Unfolding;

namespace Racewalk.Oracle;

/// <summary>Finds the consistent executions of a program by trying all candidates, as the definition says.</summary>
public static class Enumerator
{
    /// <summary>Enumerates a program under some models at once.</summary>
    /// <param name="program">The program.</param>
    /// <param name="models">The models; null for all.</param>
    /// <param name="options">What is asked for; null for the defaults.</param>
    /// <exception cref="ArgumentException">The program breaks <see cref="ProgramRules"/>.</exception>
    public static OracleResult Enumerate(
        TestProgram program, IReadOnlyList<OracleModel>? models = null, OracleOptions? options = null)
    {
        ProgramRules.Check(program);
        models ??= OracleModel.All;
        options ??= new OracleOptions();
        var result = new OracleResult(models);
        try
        {
            var search = new CandidateSearch(program, options, candidate => Judge(candidate, models, options.Prune, result));
            search.Run();
            result.Candidates = search.Visited;
        }
        catch (TooLargeException tooLarge)
        {
            result.Rejection = tooLarge.Message;
        }

        return result;
    }

    /// <summary>Enumerates a program under one model: the canonical strings of its complete executions.</summary>
    /// <param name="program">The program.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">The program breaks <see cref="ProgramRules"/> or is too large.</exception>
    public static IReadOnlySet<string> Complete(TestProgram program, OracleModel model)
    {
        OracleResult result = Enumerate(program, [model]);
        return result.IsRejected ? throw new ArgumentException(result.Rejection, nameof(program)) : result.Complete(model);
    }

    private static void Judge(Candidate candidate, IReadOnlyList<OracleModel> models, bool pruned, OracleResult result)
    {
        bool isComplete = IsComplete(candidate.Skeleton);
        if (!isComplete && !BlocksForEver(candidate))
        {
            return;
        }

        string? text = null;
        foreach (OracleModel model in models)
        {
            if (pruned ? model.AllowsGlobally(candidate) : model.Allows(candidate))
            {
                text ??= CanonicalForm.Of(candidate);
                result.Add(model, isComplete, isComplete && model.HasRace(candidate) ? text + CanonicalWriter.Race : text);
            }
        }
    }

    private static bool IsComplete(Skeleton skeleton)
    {
        foreach (ThreadUnfolding thread in skeleton.Threads)
        {
            if (thread.IsBlocked)
            {
                return false;
            }
        }

        return true;
    }

    // Whether every read that blocks reads the coherence-last write, or the initial value of a location without writes.
    private static bool BlocksForEver(Candidate candidate)
    {
        ThreadEvent[] events = candidate.Skeleton.Events;
        for (int id = 0; id < events.Length; id++)
        {
            if (events[id].Kind == EventKind.Read && events[id].Blocks && candidate.Fr[id] != 0)
            {
                return false;
            }
        }

        return true;
    }
}
