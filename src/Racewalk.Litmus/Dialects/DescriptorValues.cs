using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>Turns descriptors as tests write them into values.</summary>
internal static class DescriptorValues
{
    /// <summary>The value of a descriptor.</summary>
    /// <param name="format">How descriptors are laid out.</param>
    /// <param name="source">The file.</param>
    /// <param name="syntax">The descriptor.</param>
    /// <param name="locations">Numbers what it points to.</param>
    /// <param name="place">What has the value: the descriptor of a page points to that page if nothing else is said.</param>
    /// <exception cref="LitmusException">A field is unknown, attributes exclude each other, or nothing says where the descriptor points to.</exception>
    public static ulong Lower(DescriptorFormat format, SourceText source, DescriptorSyntax syntax, LocationTable locations, FinalPlace place)
    {
        string? own = place.IsLocation ? DescriptorParser.PageOf(locations.Names[place.Number]) : null;
        string output = syntax.Output?.Name ?? own ?? throw source.Error(syntax.Offset, "expected 'oa', the page that the descriptor points to");
        if (!format.HasAttributes && syntax.Attributes.Count > 0)
        {
            throw source.Unsupported(syntax.Attributes[0].Offset, "a memory attribute in this dialect");
        }

        ulong descriptor = format.Default(LitmusProgram.AddressOf(locations.Number(output)), Attributes(source, syntax));
        foreach (FieldSyntax field in syntax.Fields)
        {
            DescriptorField known = format.Fields.FirstOrDefault(f => f.Name == field.Name)
                ?? throw source.Error(field.Offset, $"a descriptor has no field '{field.Name}'; it has {format.Names}");
            descriptor = known.With(descriptor, field.Value == 1);
        }

        return descriptor;
    }

    private static int Attributes(SourceText source, DescriptorSyntax syntax)
    {
        foreach (AttributeSyntax attribute in syntax.Attributes)
        {
            if (!MemoryAttributes.IsKnown(attribute.Name))
            {
                throw source.Unsupported(attribute.Offset, $"the memory attribute {attribute.Name}");
            }
        }

        return MemoryAttributes.Parse([.. syntax.Attributes.Select(static a => a.Name)])
            ?? throw source.Error(syntax.Attributes[0].Offset, "memory attributes that exclude each other");
    }
}
