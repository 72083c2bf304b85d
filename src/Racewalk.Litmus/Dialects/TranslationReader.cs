using System.Globalization;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>
/// What a test of page tables says besides its code: which pages there are, what the hardware updates (on Armv8 key TTHM, on Power RC), which threads are user
/// code (on Armv8 key EL0).
/// </summary>
internal static class TranslationReader
{
    private const string ManagementKey = "TTHM";
    private const string UserKey = "EL0";
    private const string ReferenceKey = "RC";

    private static readonly Dictionary<string, HardwareManagement> s_armKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SW"] = HardwareManagement.None,
        ["HA"] = HardwareManagement.AccessFlag,
        ["HD"] = HardwareManagement.Dirty,
    };

    private static readonly Dictionary<string, HardwareManagement> s_powerKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SW"] = HardwareManagement.None,
        ["HW"] = HardwareManagement.Dirty,
    };

    private static readonly string[] s_mnemonics = ["TLBI", "AT"];

    /// <summary>
    /// Whether a test is one of page tables: it names a descriptor, says what the hardware does with descriptors, or invalidates translations.
    /// </summary>
    public static bool IsTranslated(LitmusFile file) =>
        file.Architecture == "AArch64"
        && (file.Info.ContainsKey(ManagementKey) || NamesDescriptor(file) || (file.AsmThreads ?? []).Any(t => t.Cells.Any(c => IsOfTranslation(file, c))));

    /// <summary>Gives every page a descriptor and reads the keys; after all locations of the test have been named.</summary>
    public static TranslationSetup Read(LitmusFile file, LocationTable locations, int threads)
    {
        // A test may name a descriptor and nowhere its page.
        foreach (string page in locations.Names.Select(DescriptorParser.PageOf).OfType<string>().ToArray())
        {
            locations.Number(page);
        }

        var entries = new SortedDictionary<int, int>();
        foreach (string location in locations.Names.ToArray())
        {
            // Of an array, all of which is in one page, the first element stands for it.
            string name = location.EndsWith("[0]", StringComparison.Ordinal) ? location[..^3] : location;
            if (name.EndsWith(']') || DescriptorParser.PageOf(name) is not null)
            {
                continue;
            }

            entries.Add(locations.Number(name), locations.Number(DescriptorParser.EntryOf(name)));
        }

        return new TranslationSetup
        {
            Entries = entries,
            Pages = entries.ToDictionary(static e => e.Value, static e => e.Key),
            Format = DescriptorFormat.Of(file.Architecture),
            Management = ManagementOf(file, threads),
            UserThreads = ReadUsers(file, threads),
        };
    }

    // x86 always sets A and D (Intel SDM, volume 3A, 4.8); a Power processor sets R and C, or leaves it to an interrupt.
    private static HardwareManagement[] ManagementOf(LitmusFile file, int threads)
    {
        if (file.Architecture != "AArch64" && new[] { ManagementKey, UserKey }.FirstOrDefault(file.Info.ContainsKey) is { } foreign)
        {
            throw file.Source.Unsupported(TestVariants.OffsetOf(file, foreign), $"the key {foreign} in {file.Architecture}");
        }

        return file.Architecture switch
        {
            "X86_64" => [.. Enumerable.Repeat(HardwareManagement.Dirty, threads)],
            "PPC" => ReadManagement(file, threads, ReferenceKey, s_powerKinds, Words(file, ReferenceKey, ' ').Contains("SW", StringComparer.OrdinalIgnoreCase) ? HardwareManagement.None : HardwareManagement.Dirty),
            _ => ReadManagement(file, threads, ManagementKey, s_armKinds, HardwareManagement.None),
        };
    }

    // A test without page tables may call a location of its own pte_x: that old spelling counts where there is an x as well.
    private static bool NamesDescriptor(LitmusFile file)
    {
        string[] names = [.. file.Init.SelectMany(static i => new[] { i.Place.IsLocation ? i.Place.Name : null, (i.Value as SymbolSyntax)?.Name }).OfType<string>()];
        return file.Init.Any(static i => i.Value is DescriptorSyntax)
            || names.Any(n => DescriptorParser.PageOf(n) is not null || (DescriptorParser.PageOf(DescriptorParser.Modern(n)) is { } page && names.Contains(page)));
    }

    private static bool IsOfTranslation(LitmusFile file, AsmCell cell)
    {
        string text = file.Source.Text.Substring(cell.Start, cell.Length);
        string[] words = text[(text.LastIndexOf(':') + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && s_mnemonics.Contains(words[0], StringComparer.OrdinalIgnoreCase);
    }

    // "HA HD", "P0:HA P1:HD": of all threads or of one. HD includes HA, and SW of a thread takes it out of what is said of all.
    private static HardwareManagement[] ReadManagement(
        LitmusFile file, int threads, string key, Dictionary<string, HardwareManagement> kinds, HardwareManagement start)
    {
        HardwareManagement[] management = [.. Enumerable.Repeat(start, threads)];
        var isByHand = new bool[threads];
        foreach (string word in Words(file, key, ' '))
        {
            string[] parts = word.Split(':');
            if (!kinds.TryGetValue(parts[^1], out HardwareManagement kind))
            {
                throw Wrong(file, key, $"'{word}' is none of {string.Join(", ", kinds.Keys.SkipLast(1))} and {kinds.Keys.Last()}");
            }

            if (parts.Length > 2)
            {
                throw Wrong(file, key, $"expected a thread and {string.Join(" or ", kinds.Keys.Skip(1))}, found '{word}'");
            }

            int only = parts.Length == 1 ? -1 : ReadThread(file, key, parts[0], threads);
            for (int t = 0; t < threads; t++)
            {
                management[t] = only < 0 || only == t ? (HardwareManagement)Math.Max((int)management[t], (int)kind) : management[t];
                isByHand[t] |= only == t && kind == HardwareManagement.None;
            }
        }

        return [.. management.Select((kind, t) => isByHand[t] ? HardwareManagement.None : kind)];
    }

    private static HashSet<int> ReadUsers(LitmusFile file, int threads) =>
        [.. Words(file, UserKey, ',').Select(word => ReadThread(file, UserKey, word, threads))];

    private static string[] Words(LitmusFile file, string key, char separator) =>
        file.Info.TryGetValue(key, out string? text) ? text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];

    private static int ReadThread(LitmusFile file, string key, string word, int threads) =>
        int.TryParse(word.TrimStart('P'), NumberStyles.None, CultureInfo.InvariantCulture, out int thread) && thread < threads
            ? thread
            : throw Wrong(file, key, $"the test has no thread '{word}'");

    private static LitmusException Wrong(LitmusFile file, string key, string what) => file.Source.Error(TestVariants.OffsetOf(file, key), what);
}
