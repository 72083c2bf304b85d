namespace Racewalk.Reporting.Pipelines;

/// <summary>The run that a report is of. Neither time nor machine are in it, so that the same run gives the same report.</summary>
/// <param name="Command">The command: <c>check</c>, <c>matrix</c>, <c>litmus</c>.</param>
/// <param name="CommandLine">The command line, as it could be typed again.</param>
/// <param name="Version">The version of racewalk.</param>
/// <param name="IsWhole">Whether everything that was asked for has been checked, and nothing was refused.</param>
public sealed record PipelineRun(string Command, string CommandLine, string Version, bool IsWhole);
