using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>One entry that a walk reads.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Address">Its physical address.</param>
/// <param name="Descriptor">What it holds.</param>
public readonly record struct WalkStep(int Level, ulong Address, PageDescriptor Descriptor);

/// <summary>How a walk ends.</summary>
public enum WalkOutcome
{
    /// <summary>With a physical address.</summary>
    Translated,

    /// <summary>With a translation fault: the last entry is invalid, or no table translates the address.</summary>
    TranslationFault,

    /// <summary>With an access flag fault: the last entry is a page or block without its flag.</summary>
    AccessFlagFault,
}

/// <summary>
/// A stage 1 walk of four levels through memory as it is at one time, as D8.2 of the Arm ARM describes it. It knows nothing of how tables are built.
/// </summary>
/// <param name="Outcome">How it ends.</param>
/// <param name="Steps">The entries read, from level 0.</param>
/// <param name="PhysicalAddress">Where it leads; 0 if it faults.</param>
public sealed record TranslationWalk(WalkOutcome Outcome, IReadOnlyList<WalkStep> Steps, ulong PhysicalAddress)
{
    /// <summary>The level at which it ends: of the page or block, or of the fault.</summary>
    public int Level => Steps.Count == 0 ? 0 : Steps[^1].Level;

    /// <summary>Translates an address.</summary>
    /// <param name="read">What memory holds at a physical address.</param>
    /// <param name="ttbr">The table base register, its ASID included.</param>
    /// <param name="address">The virtual address.</param>
    public static TranslationWalk Walk(Func<ulong, ulong> read, ulong ttbr, ulong address)
    {
        var steps = new List<WalkStep>();
        if (address >= Granule.AddressEnd)
        {
            return new TranslationWalk(WalkOutcome.TranslationFault, steps, 0);
        }

        ulong table = ttbr & Granule.AddressMask;
        for (int level = 0; ; level++)
        {
            ulong entry = table + Granule.EntryOffset(address, level);
            var descriptor = new PageDescriptor(read(entry));
            steps.Add(new WalkStep(level, entry, descriptor));
            if (descriptor.IsTable(level))
            {
                table = descriptor.Address;
                continue;
            }

            if (!descriptor.IsLeaf(level))
            {
                return new TranslationWalk(WalkOutcome.TranslationFault, steps, 0);
            }

            return descriptor.AccessFlag
                ? new TranslationWalk(WalkOutcome.Translated, steps, descriptor.Translate(address, level))
                : new TranslationWalk(WalkOutcome.AccessFlagFault, steps, 0);
        }
    }
}
