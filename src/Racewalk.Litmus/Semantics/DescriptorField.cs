namespace Racewalk.Litmus.Semantics;

/// <summary>A field of one bit of a descriptor.</summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Bit">The bit.</param>
/// <param name="IsSetByDefault">Whether the bit is 1 where a test says nothing of the field.</param>
/// <param name="IsInverted">Whether the field is 1 where the bit is 0.</param>
public sealed record DescriptorField(string Name, ulong Bit, bool IsSetByDefault, bool IsInverted = false)
{
    /// <summary>Whether a descriptor has the field's default value.</summary>
    public bool IsDefault(ulong descriptor) => (descriptor & Bit) != 0 == IsSetByDefault;

    /// <summary>The field's value in a descriptor.</summary>
    public int Of(ulong descriptor) => (descriptor & Bit) != 0 != IsInverted ? 1 : 0;

    /// <summary>The descriptor with the field changed.</summary>
    public ulong With(ulong descriptor, bool value) => value != IsInverted ? descriptor | Bit : descriptor & ~Bit;
}
