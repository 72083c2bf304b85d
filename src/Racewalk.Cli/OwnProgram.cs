namespace Racewalk.Cli;

/// <summary>This program, to be started once more.</summary>
internal static class OwnProgram
{
    /// <summary>The file to start and its arguments, the first of which may be this assembly.</summary>
    /// <param name="arguments">What follows <c>racewalk</c>.</param>
    public static IReadOnlyList<string> With(params ReadOnlySpan<string> arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return [program, .. isHost ? [typeof(OwnProgram).Assembly.Location] : (string[])[], .. arguments];
    }
}
