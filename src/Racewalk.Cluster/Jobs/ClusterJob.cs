using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Jobs;

/// <summary>The check of one configuration by the workers of one build.</summary>
/// <param name="Build">The build.</param>
/// <param name="Scenario">The scenario's id.</param>
/// <param name="Configuration">The configuration, every axis named.</param>
/// <param name="LoopBound">As <see cref="ExplorationOptions.LoopBound"/>.</param>
/// <param name="EventBound">As <see cref="ExplorationOptions.EventBound"/>.</param>
/// <param name="StopsAtFirst">As <see cref="ExplorationOptions.StopAtFirstViolation"/>.</param>
public sealed record ClusterJob(string Build, string Scenario, Configuration Configuration, int LoopBound, int EventBound, bool StopsAtFirst)
{
    /// <summary>The bounds.</summary>
    public ExplorationOptions Options => new()
    {
        LoopBound = LoopBound,
        EventBound = EventBound,
        StopAtFirstViolation = StopsAtFirst,
    };

    /// <summary>What is checked, and how, in one line.</summary>
    public string Subject => CheckSubject.Of(Scenario, Configuration, Options);

    /// <summary>A job.</summary>
    /// <param name="build">The build.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="configuration">The configuration, every axis named.</param>
    /// <param name="options">The bounds.</param>
    public static ClusterJob Of(string build, Scenario scenario, Configuration configuration, ExplorationOptions options) =>
        new(build, scenario.Id, configuration, options.LoopBound, options.EventBound, options.StopAtFirstViolation);
}
