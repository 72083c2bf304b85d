using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>Makes the descriptors that mappings ask for.</summary>
internal static class DescriptorTerms
{
    /// <summary>The descriptor of a mapping to a target.</summary>
    public static PageDescriptor Evaluate(SourceText source, SetupMapping mapping, SetupTerm target)
    {
        switch (target.Kind)
        {
            case TermKind.Invalid or TermKind.Raw:
                return new PageDescriptor(target.Value);
            case TermKind.Table:
                if (mapping.Level == Granule.LastLevel)
                {
                    throw source.Error(mapping.To.Offset, "a table cannot be at level 3; write 'at level 1' or 'at level 2'");
                }

                return PageDescriptor.Table(target.Value);
            case TermKind.Physical:
                if (target.Value % Granule.Size(mapping.Level) != 0 || target.Value >= Granule.AddressEnd)
                {
                    string what = mapping.Level == Granule.LastLevel ? "page" : $"block of level {mapping.Level}";
                    throw source.Error(mapping.To.Offset, $"0x{target.Value:x} is no address of a {what}");
                }

                return PageDescriptor.Leaf(target.Value, mapping.Level, Attributes(source, mapping.Attributes));
            default:
                throw source.Error(mapping.To.Offset, "expected a physical address, 'invalid', table(…) or raw(…)");
        }
    }

    /// <summary>The bits that attributes stand for.</summary>
    public static PageAttributes Attributes(SourceText source, SetupAttributes attributes)
    {
        PageAttributes result = attributes.IsCode ? PageAttributes.Code : PageAttributes.Data;
        foreach (SetupField field in attributes.Fields)
        {
            result = With(source, result, field.Offset, field.Name, new BitValue(field.Value.Value, field.Value.Width));
        }

        return result;
    }

    /// <summary>Attributes with one field changed; the field must exist and be as wide as the value.</summary>
    public static PageAttributes With(SourceText source, PageAttributes attributes, int offset, string field, BitValue value)
    {
        int width = PageAttributes.WidthOf(field);
        return width == 0 ? throw source.Error(offset, $"a stage 1 descriptor has no field '{field}'")
            : width != value.Width ? throw source.Error(offset, $"the field {field} has {width} bits, found {value.Kind}")
            : attributes.With(field, value.Value);
    }
}
