using Racewalk.Cluster.Jobs;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Workers;

/// <summary>Decides which jobs a worker can work on: those of its own build whose scenario it knows by the same name and with the same configuration. The others are left for others.</summary>
/// <param name="build">The build.</param>
/// <param name="catalogue">The scenarios.</param>
/// <param name="tell">Is told, once each, which job is left and why.</param>
internal sealed class AcceptedJobs(string build, ScenarioList catalogue, Action<string> tell)
{
    private readonly Dictionary<long, string?> _refusals = [];

    /// <summary>Those of some jobs that can be worked on.</summary>
    public IReadOnlyList<OpenJob> Of(IReadOnlyList<OpenJob> open) => [.. open.Where(j => Refusal(j) is null)];

    /// <summary>Why a job is left alone; null if it is not. Nobody is told.</summary>
    public string? WhyNot(OpenJob open)
    {
        string job = $"job {open.Id} ({open.StoredSubject})";
        if (open.Job.Build != build)
        {
            return $"{job} is of another build of racewalk, {Short(open.Job.Build)}, and this one is {Short(build)}";
        }

        if (catalogue.Find(open.Job.Scenario) is not { } scenario)
        {
            return $"{job} is of a scenario that this racewalk does not know";
        }

        try
        {
            string own = ClusterJob.Of(build, scenario, ScenarioChecker.Complete(scenario, open.Job.Configuration), open.Job.Options).Subject;
            return own == open.StoredSubject ? null : $"{job} is of another version of the scenario, by which it would be {own}";
        }
        catch (ScenarioException e)
        {
            return $"{job} is of another version of the scenario: {e.Message}";
        }
    }

    private string? Refusal(OpenJob open)
    {
        lock (_refusals)
        {
            if (!_refusals.TryGetValue(open.Id, out string? refusal))
            {
                refusal = WhyNot(open);
                _refusals.Add(open.Id, refusal);
                if (refusal is not null)
                {
                    tell(refusal);
                }
            }

            return refusal;
        }
    }

    private static string Short(string build) => build.Length > 12 ? build[..12] : build;
}
