using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Cli.Checkpoints;

/// <summary>Lets a check be interrupted.</summary>
internal static class Checkpointing
{
    /// <summary>Adds to the options of an exploration where it begins and where its state goes.</summary>
    /// <exception cref="CheckpointException">There is no such checkpoint to go on from.</exception>
    public static ExplorationOptions Add(ExplorationOptions options, CheckpointRequest request, PlannedCheck planned, CliEnvironment environment)
    {
        string subject = CheckSubject.Of(planned.Scenario.Id, environment.Complete(planned.Scenario, planned.Configuration), options);
        if (request.Resume is { } resume)
        {
            options = options with { Resume = CheckpointFile.Read(resume, BuildIdentity.Text, subject) };
        }

        return request.File is { } file
            ? options with
            {
                SaveEvery = request.Every,
                Save = state => Save(file, subject, state, environment),
            }
            : options;
    }

    private static void Save(string file, string subject, byte[] state, CliEnvironment environment)
    {
        try
        {
            CheckpointFile.Write(file, BuildIdentity.Text, subject, state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was explored is not lost by that, and the checkpoint before is still there.
            environment.Error.WriteLine($"racewalk: no checkpoint: {e.Message}");
        }
    }
}
