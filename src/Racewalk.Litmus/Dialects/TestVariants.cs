using System.Collections.Immutable;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>
/// What a test's header says under <c>Variant</c>: how herd is to take the test. What changes the meaning of a test and is not supported is refused by its
/// name, since to ignore it would be to check another test.
/// </summary>
internal static class TestVariants
{
    private const string Key = "variant";
    private const string Armv8 = "AArch64";

    // Accesses of several sizes are refused where they really happen.
    private static readonly string[] s_harmless = ["mixed"];

    private static readonly (string Name, FaultHandling Handling)[] s_handling =
    [
        ("fatal", FaultHandling.Fatal), ("precise", FaultHandling.Fatal), ("handled", FaultHandling.Handled), ("imprecise", FaultHandling.Handled),
        ("skip", FaultHandling.Skip), ("faultToNext", FaultHandling.Skip),
    ];

    // Context synchronisation by exceptions and what a fault orders are up to the model; the names are those that cat files ask for.
    private static readonly string[] s_ofModel = ["ExS", "EIS", "EOS", "ETS", "ETS2", "ETS3", Translated];

    /// <summary>The variant of tests with page tables.</summary>
    public const string Translated = "vmsa";

    /// <summary>The variants that a model can ask for, and how threads go on after faults.</summary>
    /// <param name="file">The test.</param>
    /// <param name="further">Variants from elsewhere, by the names of <see cref="OfTests"/>.</param>
    /// <exception cref="LitmusException">One is not supported.</exception>
    public static (IReadOnlySet<string> Names, FaultHandling Handling) Read(LitmusFile file, IReadOnlySet<string> further)
    {
        var handling = FaultHandling.Fatal;
        var variants = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in further)
        {
            Add(name);
        }

        foreach ((string key, string value) in file.Info.Where(static i => i.Key.Equals(Key, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (string name in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!IsHarmless(file, name) && !Add(name))
                {
                    string where = IsOf32Bits(file, name) ? " in X86, whose accesses have 32 bits and its descriptors 64," : "";
                    throw file.Source.Unsupported(OffsetOf(file, key), $"the variant {name}{where}");
                }
            }
        }

        return (variants.Count == 0 ? ImmutableHashSet<string>.Empty : variants, handling);

        bool Add(string name)
        {
            if (!MayHavePages(file.Architecture))
            {
                return false;
            }

            foreach ((string known, FaultHandling way) in s_handling)
            {
                if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    handling = way;
                    return true;
                }
            }

            string? ofModel = Array.Find(s_ofModel, v => v.Equals(name, StringComparison.OrdinalIgnoreCase) && (v == Translated || file.Architecture == Armv8));
            return ofModel is not null && (variants.Add(ofModel) || true);
        }
    }

    /// <summary>Variants that say how a test of page tables is taken, whatever the model.</summary>
    public static IReadOnlyList<string> OfTests { get; } = [.. s_ofModel, .. s_handling.Select(static h => h.Name)];

    /// <summary>Those of some variants that a model can ask for, as cat files spell them, for tests of page tables.</summary>
    public static IReadOnlySet<string> ForModel(IReadOnlySet<string> names) =>
        s_ofModel.Where(v => v == Translated || names.Contains(v, StringComparer.OrdinalIgnoreCase)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Where the line with the key is; blanks may stand before the key.</summary>
    public static int OffsetOf(LitmusFile file, string key)
    {
        string text = file.Source.Text;
        int at = text.IndexOf(key, StringComparison.Ordinal);
        while (at > 0 && text[..at].TrimEnd(' ', '\t') is [.., not '\n'])
        {
            at = text.IndexOf(key, at + 1, StringComparison.Ordinal);
        }

        return Math.Max(0, at);
    }

    private static bool MayHavePages(string architecture) => architecture is Armv8 or "X86_64" or "PPC";

    private static bool IsOf32Bits(LitmusFile file, string name) => file.Architecture == "X86" && name.Equals(Translated, StringComparison.OrdinalIgnoreCase);

    private static bool IsHarmless(LitmusFile file, string name) => file.CThreads is not null
        ? name.Equals("lkmmv2", StringComparison.OrdinalIgnoreCase)
        : s_harmless.Contains(name, StringComparer.OrdinalIgnoreCase);
}
