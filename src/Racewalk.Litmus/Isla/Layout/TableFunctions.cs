using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>The functions of initial register values and final assertions: those of <see cref="BitFunctions"/>, and those that look into tables.</summary>
/// <param name="test">The test.</param>
/// <param name="tables">The tables.</param>
internal sealed class TableFunctions(IslaTest test, TranslationTables tables)
{
    /// <summary>A function by its name, or null.</summary>
    public BitFunction? Find(string name)
    {
        int level = name.Length > 0 && name[^1] is >= '0' and <= '3' ? name[^1] - '0' : -1;
        return name switch
        {
            "pte0" or "pte1" or "pte2" or "pte3" => a => Bits(Step(a, level).Address),
            "desc0" or "desc1" or "desc2" or "desc3" => a => Bits(Step(a, level).Descriptor.Value),
            "pa" => Translate,
            "mkdesc1" or "mkdesc2" or "mkdesc3" => a => MakeDescriptor(a, level),
            "ttbr" => BaseRegister,
            "asid" => TlbiOperand,
            "offset" => a => Bits(Granule.EntryOffset(AddressOf(a, out int at), at)),
            "index" => a => new BitValue((ulong)Granule.Index(AddressOf(a, out int at), at), BitValue.Integer),
            _ => BitFunctions.Find(name),
        };
    }

    private static BitValue Bits(ulong value) => BitValue.Bits(value, 64);

    private static ulong Asid(CallArguments arguments, BitValue asid) =>
        asid.Width <= AddressSpaceId.Width
            ? AddressSpaceId.Register(asid.Value)
            : throw arguments.Error($"an ASID has at most {AddressSpaceId.Width} bits, found {asid.Kind}");

    private static BitValue TlbiOperand(CallArguments arguments)
    {
        arguments.Allow(1);
        return Bits(Asid(arguments, arguments.BitsAt(0)));
    }

    private static BitValue BaseRegister(CallArguments arguments)
    {
        arguments.Allow(0, "base", "asid", "CnP");
        BitValue asid = arguments.Require("asid");
        ulong table = arguments.Require("base").Value & (Granule.AddressEnd - 1);
        return Bits(table | Asid(arguments, asid) | ((arguments.Find("CnP")?.Value ?? 0) & 1));
    }

    private static ulong AddressOf(CallArguments arguments, out int level)
    {
        arguments.Allow(0, "va", "level");
        level = arguments.RequireSmall("level", Granule.LastLevel);
        return arguments.Require("va").Value;
    }

    private BitValue MakeDescriptor(CallArguments arguments, int level)
    {
        IslaArgument? table = arguments.Named.FirstOrDefault(a => a.Keyword == "table");
        IslaArgument? address = arguments.Named.FirstOrDefault(a => a.Keyword == "oa");
        if ((table is null) == (address is null) || (table is not null && level == Granule.LastLevel))
        {
            throw arguments.Error($"{arguments.Function} needs {(level == Granule.LastLevel ? "'oa'" : "either 'oa' or 'table'")}");
        }

        if (table is not null)
        {
            arguments.Allow(0, "table");
            return Bits(PageDescriptor.Table(arguments.RequireBits(table).Value).Value);
        }

        var names = arguments.Named.Select(a => a.Keyword!).ToList();
        arguments.Allow(0, [.. names]);
        PageAttributes attributes = PageAttributes.Data;
        foreach (IslaArgument field in arguments.Named.Where(a => a != address))
        {
            attributes = DescriptorTerms.With(test.Source, attributes, field.Offset, field.Keyword!, arguments.RequireBits(field));
        }

        return Bits(PageDescriptor.Leaf(arguments.RequireBits(address!).Value, level, attributes).Value);
    }

    private BitValue Translate(CallArguments arguments)
    {
        arguments.Allow(2);
        TranslationWalk walk = tables.Walk(arguments.BitsAt(1).Value, arguments.BitsAt(0).Value);
        return walk.Outcome == WalkOutcome.Translated
            ? Bits(walk.PhysicalAddress)
            : throw arguments.Error($"the address is not mapped at the start: its walk ends at level {walk.Level}");
    }

    private WalkStep Step(CallArguments arguments, int level)
    {
        arguments.Allow(2);
        ulong root = arguments.BitsAt(1).Value;
        if (!tables.Contains(root))
        {
            throw arguments.Error("the second argument is no table");
        }

        TranslationWalk walk = tables.Walk(root, arguments.BitsAt(0).Value);
        return level < walk.Steps.Count
            ? walk.Steps[level]
            : throw arguments.Error($"the address has no entry of level {level} at the start: its walk ends at level {walk.Level}");
    }
}
