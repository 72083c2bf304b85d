using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Racewalk.Models.Cat;

/// <summary>The memory models that litmus tests are checked under, as cat text that is part of this assembly. Thread-safe.</summary>
public static class BuiltInModels
{
    private static readonly ConcurrentDictionary<string, CatModel> s_models = new(StringComparer.Ordinal);

    /// <summary>Their names, in a fixed order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sc", "tso", "armv8", "armv8-vmsa", "esop22", "power", "power-radix", "x86-vmsa", "lkmm"];

    /// <summary>
    /// The relations that a search over litmus tests chooses itself, so that a model's own way to enumerate them (<c>with co from …</c>) is not gone.
    /// </summary>
    public static IReadOnlySet<string> ChosenBySearch { get; } = ImmutableHashSet.Create("co", "TLBI-after", "DC-after", "IC-after");

    /// <summary>The model with a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static CatModel Get(string name) => s_models.GetOrAdd(name, Load);

    /// <summary>The model that belongs to a dialect of litmus tests, such as AArch64.</summary>
    /// <param name="dialect">The first word of a test's file.</param>
    /// <param name="isTranslated">Whether it is a test of page tables.</param>
    /// <exception cref="ArgumentException">None does.</exception>
    public static CatModel ForDialect(string dialect, bool isTranslated = false) => Get(dialect switch
    {
        "C" => "lkmm",
        "AArch64" => isTranslated ? "armv8-vmsa" : "armv8",
        "PPC" => isTranslated ? "power-radix" : "power",
        "X86_64" when isTranslated => "x86-vmsa",
        "X86" or "X86_64" => "tso",
        _ => throw new ArgumentException($"no model belongs to the dialect {dialect}", nameof(dialect)),
    });

    private static CatModel Load(string name)
    {
        string resource = $"Racewalk.Models.BuiltIn.{name}.cat";
        using Stream text = typeof(BuiltInModels).Assembly.GetManifestResourceStream(resource)
            ?? throw new ArgumentException($"there is no built-in model '{name}'", nameof(name));
        return CatModel.Parse($"{name}.cat", new StreamReader(text).ReadToEnd(), new CatOptions { CallerChooses = ChosenBySearch });
    }
}
