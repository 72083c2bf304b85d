using Racewalk.Executions;

namespace Racewalk.Machine;

/// <summary>What a flush is of, in a form that one word holds: a range of an address space, all of one, or everything.</summary>
/// <param name="Space">The address space's number in its machine; -1 for everything.</param>
/// <param name="FirstPage">The first page.</param>
/// <param name="Pages">How many; 0 for all of the address space.</param>
/// <param name="LastLevelOnly">Whether entries that point to tables may stay cached.</param>
internal readonly record struct FlushRequest(int Space, int FirstPage, int Pages, bool LastLevelOnly)
{
    /// <summary>Everything.</summary>
    internal static FlushRequest All => new(-1, 0, 0, false);

    /// <summary>As one word.</summary>
    internal ulong Packed => ((ulong)(uint)(Space + 1) << 48) | ((ulong)(uint)FirstPage << 24) | ((ulong)(uint)Pages << 1) | (LastLevelOnly ? 1UL : 0);

    /// <summary>From one word.</summary>
    internal static FlushRequest Unpack(ulong packed) =>
        new((int)(packed >> 48) - 1, (int)(packed >> 24 & 0xff_ffff), (int)(packed >> 1 & 0x7f_ffff), (packed & 1) != 0);

    /// <summary>The walks that it is about.</summary>
    internal IEnumerable<InvalidationScope> ScopesOf(CheckedMachine machine) =>
        Space < 0 ? [InvalidationScope.All]
        : Pages == 0 ? [WalkTag.Space(machine.AddressSpaces[Space])]
        : WalkTag.Pages(machine.AddressSpaces[Space], FirstPage, Pages, LastLevelOnly);

    /// <summary>In words.</summary>
    internal string Text(CheckedMachine machine)
    {
        if (Space < 0)
        {
            return "all translations";
        }

        AddressSpace space = machine.AddressSpaces[Space];
        if (Pages == 0)
        {
            return $"all of {space.Name}";
        }

        string first = space.NameOf(space.AddressOf(FirstPage));
        string range = Pages == 1 ? first : $"{first} to +0x{space.AddressOf(FirstPage + Pages) - space.Base - 1:x}";
        return LastLevelOnly ? range + " (last level)" : range;
    }
}
