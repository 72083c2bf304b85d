using System.Collections.Immutable;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>
/// What a test's header says under <c>Variant</c>: how herd is to take the test. What changes the meaning of a test and is not supported is refused by its
/// name, since to ignore it would be to check another test.
/// </summary>
internal static class TestVariants
{
    private const string Key = "variant";

    // Faults that stop a thread, and accesses of several sizes: the first is what is done anyway, the second is refused where it really happens.
    private static readonly string[] s_harmless = ["fatal", "precise", "mixed"];

    // Context synchronisation by exceptions is up to the model; the names are those that cat files ask for.
    private static readonly string[] s_ofModel = ["ExS", "EIS", "EOS"];

    /// <summary>The variants that a model can ask for.</summary>
    /// <exception cref="LitmusException">One is not supported.</exception>
    public static IReadOnlySet<string> Read(LitmusFile file)
    {
        var variants = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string key, string value) in file.Info.Where(static i => i.Key.Equals(Key, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (string name in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (IsHarmless(file, name))
                {
                    continue;
                }

                variants.Add(Array.Find(s_ofModel, v => file.Architecture == "AArch64" && v.Equals(name, StringComparison.OrdinalIgnoreCase))
                    ?? throw file.Source.Unsupported(OffsetOf(file, key), $"the variant {name}"));
            }
        }

        return variants.Count == 0 ? ImmutableHashSet<string>.Empty : variants;
    }

    private static bool IsHarmless(LitmusFile file, string name) => file.CThreads is not null
        ? name.Equals("lkmmv2", StringComparison.OrdinalIgnoreCase)
        : s_harmless.Contains(name, StringComparer.OrdinalIgnoreCase);

    // Where the line with the key is; blanks may stand before the key.
    private static int OffsetOf(LitmusFile file, string key)
    {
        string text = file.Source.Text;
        int at = text.IndexOf(key, StringComparison.Ordinal);
        while (at > 0 && text[..at].TrimEnd(' ', '\t') is [.., not '\n'])
        {
            at = text.IndexOf(key, at + 1, StringComparison.Ordinal);
        }

        return Math.Max(0, at);
    }
}
