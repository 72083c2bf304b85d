namespace Racewalk.Comparison;

/// <summary>Runs this command in processes of its own, as anybody would.</summary>
internal static class OwnProcess
{
    private static readonly string s_program = Environment.ProcessPath!;

    // Where dotnet runs the command, its file comes first.
    private static readonly string[] s_before = Path.GetFileNameWithoutExtension(s_program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    /// <summary>A process that explores one program, once.</summary>
    public static ChildRun Explore(string program, string model, bool reducesSymmetry)
    {
        ChildRun run = ChildRun.Of(s_program, [.. s_before, "bench", "explore", "--once", program, "--models", model, .. reducesSymmetry ? (string[])["--symmetry"] : []]);
        return run.ExitCode == 0 ? run : throw new ComparisonException($"--once {program} ended with {run.ExitCode}:\n{run.Output}");
    }

    /// <summary>A process that checks one test.</summary>
    public static ChildRun Check(string file)
    {
        ChildRun run = ChildRun.Of(s_program, [.. s_before, "litmus", file, "--workers", "1"]);

        // 0 and 1 say whether the condition holds.
        return run.ExitCode is 0 or 1 ? run : throw new ComparisonException($"racewalk litmus {file} ended with {run.ExitCode}:\n{run.Output}");
    }
}
