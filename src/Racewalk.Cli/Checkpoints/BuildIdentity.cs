using System.Security.Cryptography;

namespace Racewalk.Cli.Checkpoints;

/// <summary>Identifies the code that decides which way a search goes: a position means nothing to other code.</summary>
internal static class BuildIdentity
{
    private static readonly Lazy<string> s_text = new(Compute);

    /// <summary>A digest of racewalk's assemblies, or of the program if it is compiled ahead of time and there are none.</summary>
    public static string Text => s_text.Value;

    private static string Compute()
    {
        string[] files = [.. Directory.GetFiles(AppContext.BaseDirectory, "Racewalk.*.dll").Order(StringComparer.Ordinal)];
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files.Length > 0 ? files : [Environment.ProcessPath!])
        {
            digest.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
