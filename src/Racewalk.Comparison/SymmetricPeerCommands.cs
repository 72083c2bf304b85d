namespace Racewalk.Comparison;

/// <summary>
/// The programs that are compared with symmetry reduced on both sides. GenMC takes threads for identical that are made by a call of its own, so these programs have a main function here, around its programs' threads.
/// </summary>
internal static class SymmetricPeerCommands
{
    /// <summary>What estimates beforehand and detects model-sensitive programs off; symmetry reduction and in-place revisiting are on, as they are by default.</summary>
    public static readonly IReadOnlyList<string> CommonOptions = ["--disable-estimation", "--disable-mm-detector"];

    private static readonly Dictionary<string, (string File, string[] Before, string Define)> s_programs = new(StringComparer.Ordinal)
    {
        ["chase-lev(st4)"] = ("chase-lev.c", ["--disable-race-detection"], "-DCONFIG_DEQ_STEALERS=4"),
        ["cinc(6)"] = ("cinc.c", [], "-DN=6"),
        ["conf-loop(4)"] = ("conf-loop.c", [], "-DN=4"),
    };

    /// <summary>The programs' names.</summary>
    public static IEnumerable<string> Programs => s_programs.Keys;

    /// <summary>What follows the options that all have; null for a program that is not compared. The program is written to a folder.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="folder">Where its file is put.</param>
    public static IReadOnlyList<string>? Find(string program, string folder)
    {
        if (!s_programs.TryGetValue(program, out (string File, string[] Before, string Define) found))
        {
            return null;
        }

        string path = Path.Combine(folder, found.File);
        using (Stream source = typeof(SymmetricPeerCommands).Assembly.GetManifestResourceStream(found.File)!)
        using (FileStream file = File.Create(path))
        {
            source.CopyTo(file);
        }

        return [.. found.Before, "--", "-I.", found.Define, path];
    }
}
