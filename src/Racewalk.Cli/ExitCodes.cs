namespace Racewalk.Cli;

/// <summary>What the process returns. Scripts may rely on these.</summary>
public static class ExitCodes
{
    /// <summary>The property holds; of several configurations: every verdict is the expected one.</summary>
    public const int Holds = 0;

    /// <summary>The property is violated; of several configurations: some verdict is not the expected one.</summary>
    public const int Violated = 1;

    /// <summary>The command line, or something it names, makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>A bound was reached, a witness was not, or the check was interrupted.</summary>
    public const int Inconclusive = 3;

    /// <summary>An error in racewalk itself (EX_SOFTWARE of sysexits).</summary>
    public const int InternalError = 70;

    /// <summary>Each code with what it means, in order.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Holds, "The property holds; of several configurations: every verdict is the expected one."),
        (Violated, "The property is violated; of several configurations: some verdict is not the expected one."),
        (Usage, "The command line, or something it names, makes no sense."),
        (Inconclusive, "A bound was reached, a witness was not, or the check was interrupted."),
        (InternalError, "An error in racewalk itself, as one line that says what to report."),
    ];
}
