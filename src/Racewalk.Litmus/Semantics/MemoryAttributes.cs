namespace Racewalk.Litmus.Semantics;

/// <summary>The memory attributes that descriptors can have, by the code that <see cref="Descriptor"/> keeps of them.</summary>
public static class MemoryAttributes
{
    private const int NormalStart = 1;
    private const int Kinds = 3;
    private const int TaggedStart = NormalStart + (Kinds * Kinds * Kinds);
    private const int DeviceStart = TaggedStart + (Kinds * Kinds * Kinds);
    private static readonly string[] s_shareability = ["ISH", "OSH", "NSH"];
    private static readonly string[] s_inner = ["iWB", "iWT", "iNC"];
    private static readonly string[] s_outer = ["oWB", "oWT", "oNC"];
    private static readonly string[] s_device = ["Device-GRE", "Device-nGRE", "Device-nGnRE", "Device-nGnRnE"];

    /// <summary>What memory is if nothing else is said: Normal, inner shareable, write-back cacheable.</summary>
    public const int Default = NormalStart;

    /// <summary>Whether a number is the code of attributes.</summary>
    public static bool IsCode(int code) => code >= NormalStart && code < DeviceStart + s_device.Length;

    /// <summary>Whether a word names an attribute.</summary>
    public static bool IsKnown(string word) =>
        word is "Normal" or "TaggedNormal" || s_shareability.Contains(word) || s_inner.Contains(word) || s_outer.Contains(word) || s_device.Contains(word);

    /// <summary>The code of a list of attributes; null if they exclude each other. What is not named has its default.</summary>
    public static int? Parse(IReadOnlyList<string> words)
    {
        int device = words.Select(static w => Array.IndexOf(s_device, w)).DefaultIfEmpty(-1).Max();
        if (device >= 0)
        {
            return words.All(w => w == s_device[device]) ? DeviceStart + device : null;
        }

        if (words.Contains("Normal") && words.Contains("TaggedNormal"))
        {
            return null;
        }

        int code = words.Contains("TaggedNormal") ? TaggedStart : NormalStart;
        int weight = 1;
        foreach (string[] choices in new[] { s_outer, s_inner, s_shareability })
        {
            string[] chosen = [.. words.Where(w => choices.Contains(w)).Distinct(StringComparer.Ordinal)];
            if (chosen.Length > 1)
            {
                return null;
            }

            code += weight * (chosen.Length == 0 ? 0 : Array.IndexOf(choices, chosen[0]));
            weight *= Kinds;
        }

        return code;
    }

    /// <summary>The attributes' names, that of the type first.</summary>
    public static IReadOnlyList<string> Names(int code)
    {
        if (code >= DeviceStart)
        {
            return [s_device[code - DeviceStart]];
        }

        int rest = code - (code >= TaggedStart ? TaggedStart : NormalStart);
        return [code >= TaggedStart ? "TaggedNormal" : "Normal", s_shareability[rest / Kinds / Kinds], s_inner[rest / Kinds % Kinds], s_outer[rest % Kinds]];
    }

    /// <summary>The attributes as herd prints them, but for tagged memory of which more is known than that.</summary>
    public static string Format(int code) => code == TaggedStart ? "TaggedNormal" : string.Join(",", Names(code));
}
