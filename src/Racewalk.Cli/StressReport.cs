using Racewalk.Trials.Stress;

namespace Racewalk.Cli;

/// <summary>What <c>racewalk stress</c> has done and found.</summary>
/// <param name="Options">How it was run.</param>
/// <param name="Result">What it came to.</param>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed record StressReport(StressOptions Options, StressResult Result, int ExitCode);
