using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Replay;

/// <summary>Finds the execution that a code names.</summary>
public static class ExecutionFinder
{
    /// <summary>Looks for it: along the choices of the code first, then, if that is no way to it, among all executions.</summary>
    /// <param name="instance">The scenario's configuration.</param>
    /// <param name="code">The execution's <see cref="ExecutionCode"/>.</param>
    /// <param name="options">What bounds the search.</param>
    /// <param name="explore">Explores the configuration.</param>
    /// <returns>What was found, if anything, and the last search, which says whether all was looked at.</returns>
    public static (Replayer Found, ExplorationResult Search) Find(
        ScenarioInstance instance, string code, ExplorationOptions options, Func<IExecutionVisitor, ExplorationOptions, ExplorationResult> explore)
    {
        var replayer = new Replayer(instance, code);
        options = options with { StopAtFirstViolation = true, Workers = 1 };
        ExplorationResult result = explore(replayer, options with { Search = new GuidedSearch(ExecutionCode.Choices(code)) });
        if (replayer.Found is null)
        {
            // Load buffering and grace periods that never end are found by looking at everything.
            result = explore(replayer, options);
        }

        return (replayer, result);
    }
}
