namespace Racewalk.Cli.Checkpoints;

/// <summary>A checkpoint cannot be used: it is damaged, or one of something else.</summary>
/// <param name="message">The file and what is wrong with it.</param>
public sealed class CheckpointException(string message) : Exception(message)
{
}
