using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>Turns descriptors as tests write them into values.</summary>
internal static class DescriptorValues
{
    /// <summary>The value of a descriptor.</summary>
    /// <param name="source">The file.</param>
    /// <param name="syntax">The descriptor.</param>
    /// <param name="locations">Numbers what it points to.</param>
    /// <param name="place">What has the value: the descriptor of a page points to that page if nothing else is said.</param>
    /// <exception cref="LitmusException">A field is unknown, attributes exclude each other, or nothing says where the descriptor points to.</exception>
    public static ulong Lower(SourceText source, DescriptorSyntax syntax, LocationTable locations, FinalPlace place)
    {
        string? own = place.IsLocation ? DescriptorParser.PageOf(locations.Names[place.Number]) : null;
        string output = syntax.Output?.Name ?? own ?? throw source.Error(syntax.Offset, "expected 'oa', the page that the descriptor points to");
        ulong descriptor = Descriptor.Default(LitmusProgram.AddressOf(locations.Number(output)), Attributes(source, syntax));
        foreach (FieldSyntax field in syntax.Fields)
        {
            descriptor = Descriptor.WithField(descriptor, field.Name, field.Value == 1)
                ?? throw source.Error(field.Offset, $"a descriptor has no field '{field.Name}'; it has oa, valid, af, db, dbm, el0, x and attrs");
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
