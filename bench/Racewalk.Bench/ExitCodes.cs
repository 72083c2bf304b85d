namespace Racewalk.Bench;

/// <summary>What the benchmark's exit codes mean.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A count differs from the peer's, or an exploration hit a bound.</summary>
    public const int CountsDiffer = 1;

    /// <summary>The command line is wrong, or the peer cannot be run.</summary>
    public const int Unusable = 2;
}
