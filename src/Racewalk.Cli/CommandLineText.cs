namespace Racewalk.Cli;

/// <summary>A command line as it could be typed again.</summary>
internal static class CommandLineText
{
    private const string Harmless = "+,-./:=@_";

    /// <summary>The command line with these arguments, in a shell's quotes where they need them.</summary>
    public static string Of(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quoted).Prepend("racewalk"));

    private static string Quoted(string argument) => argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || Harmless.Contains(c, StringComparison.Ordinal))
        ? argument
        : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
