using System.Text;

namespace Racewalk.Litmus.Semantics;

/// <summary>Writes descriptors down as herd does: what has its default is left out.</summary>
internal static class DescriptorText
{
    /// <summary>The text of a descriptor, or of what an address translation instruction leaves in PAR_EL1; null if a value is neither.</summary>
    public static string? Format(LitmusProgram program, ulong value)
    {
        // In tables descriptors are the numbers that they are.
        if (program.HasRealAddresses)
        {
            return null;
        }

        DescriptorFormat format = program.Translation!.Format;
        if (format.HasAttributes && AddressRegister.Is(value))
        {
            return AddressRegister.IsFault(value) ? "(parel1_t:(f:1))" : $"(parel1_t:(oa:{Output(program, value)}))";
        }

        if (!format.Is(value))
        {
            return null;
        }

        var text = new StringBuilder($"(oa:{Output(program, value)}");
        foreach (DescriptorField field in format.Fields.Where(f => !f.IsDefault(value)))
        {
            text.Append($", {field.Name}:{field.Of(value)}");
        }

        int attributes = format.HasAttributes ? Descriptor.AttributesOf(value) : MemoryAttributes.Default;
        return text.Append(attributes == MemoryAttributes.Default ? ")" : $", attrs:({MemoryAttributes.Format(attributes)}))").ToString();
    }

    private static ulong OutputOf(LitmusProgram program, ulong value) =>
        AddressRegister.Is(value) ? Descriptor.OutputOf(value) : program.Translation!.Format.OutputOf(value);

    private static string Output(LitmusProgram program, ulong value)
    {
        string name = program.TryFindPage(OutputOf(program, value), out int page, out _) ? program.Locations[page] : "?";
        return program.Translation!.Pages.ContainsKey(page) ? name : $"PA({name})";
    }
}

/// <summary>What an address translation instruction leaves in PAR_EL1 (Arm ARM, D24.2.131): the page and the code that the translation failed.</summary>
internal static class AddressRegister
{
    // No descriptor, no code address, no number that tests have: the register's reserved bits, here set.
    private const ulong Tag = 0xC1UL << 56;
    private const ulong TagMask = 0xFFUL << 56;
    private const ulong Fault = 1;

    /// <summary>Whether a value is one.</summary>
    public static bool Is(ulong value) => (value & TagMask) == Tag;

    /// <summary>Whether it says that the translation failed.</summary>
    public static bool IsFault(ulong value) => (value & Fault) != 0;

    /// <summary>A successful translation.</summary>
    public static ulong Of(ulong output) => Tag | output;

    /// <summary>A failed one.</summary>
    public static ulong Failed => Tag | Fault;
}
