using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Contpte;

/// <summary>
/// Hardware that manages the dirty state (FEAT_HAFDBS): for a store it makes a writable clean entry dirty, by one atomic update of an entry that is still as the walk found it. For
/// a contiguous set it may choose any entry of the set.
/// </summary>
public static class HardwareDirty
{
    /// <summary>Step: the update.</summary>
    public const string Update = "hardware-sets-dirty";

    /// <summary>Observed: 1 if the entry was as expected and is dirty now.</summary>
    public const string Made = "hardware-made-dirty";

    /// <summary>Makes an entry dirty.</summary>
    /// <param name="cpu">The CPU that stores.</param>
    /// <param name="ptep">Where the entry is.</param>
    /// <param name="clean">What the walk has found.</param>
    public static void Set(Cpu cpu, Word ptep, Word clean)
    {
        cpu.Step(Update);
        Word seen = cpu.CmpxchgRelaxed(ptep, clean, clean & ~PageTableEntry.ReadOnly);
        cpu.Observe(Made, Word.Select(seen == clean, 1, 0));
    }
}
