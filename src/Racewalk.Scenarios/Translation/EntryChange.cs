using Racewalk.Machine;
using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios.Translation;

/// <summary>Which entries give way to which.</summary>
/// <param name="World">The memory, with the old entries.</param>
/// <param name="Entries">The addresses of the entries with their new values.</param>
/// <param name="HasOtherData">Whether the new page has other contents.</param>
internal sealed record EntryChange(TranslationWorld World, IReadOnlyList<(ulong Address, ulong Value)> Entries, bool HasOtherData = false)
{
    /// <summary>The change that a value of the axis stands for.</summary>
    internal static EntryChange Of(string change) => change switch
    {
        "block" => Block(),
        "table" => Table(),
        "contiguous" => Contiguous(),
        "permission" => One(static w => w.Pte.Dirty(w.Pages[0]), static w => w.Pte.ReadOnly(w.Pages[0])),
        "memory-type" => One(static w => w.Pte.ReadOnly(w.Pages[0]), static w => w.Pte.ReadOnly(w.Pages[0]) | PageTableEntry.NonCacheable),
        "same-contents" => One(static w => w.Pte.ReadOnly(w.Pages[0]), static w => w.Pte.ReadOnly(w.Pages[1])),
        "other-contents" => One(static w => w.Pte.ReadOnly(w.Pages[0]), static w => w.Pte.ReadOnly(w.Pages[1]), otherData: true),
        _ => One(static w => w.Pte.Dirty(w.Pages[0]), static w => w.Pte.Dirty(w.Pages[1]), otherData: true),
    };

    private static EntryChange One(Func<TranslationWorld, ulong> before, Func<TranslationWorld, ulong> after, bool otherData = false)
    {
        var world = new TranslationWorld(Architecture.Arm64, pages: 2);
        world.Map(0, before(world), 1);
        world.Memory.Set(world.Data(1), otherData ? 2UL : 1);
        return new EntryChange(world, [(world.Ptes[0], after(world))], otherData);
    }

    private static EntryChange Contiguous()
    {
        var world = new TranslationWorld(Architecture.Arm64, ptes: 2, pages: 2, contiguous: 2);
        world.Map(0, world.Pte.Dirty(world.Pages[0]), 1);
        world.Map(1, world.Pte.Dirty(world.Pages[1]), 1);
        return new EntryChange(
            world,
            [
                (world.Ptes[0], world.Pte.Dirty(world.Pages[0]) | PageTableEntry.Contiguous),
                (world.Ptes[1], world.Pte.Dirty(world.Pages[1]) | PageTableEntry.Contiguous),
            ]);
    }

    /// <summary>The block with nT that may stand between block and table; 0 if it is no such change.</summary>
    internal ulong BetweenWithNoTranslation { get; private init; }

    private static EntryChange Table()
    {
        var world = new TranslationWorld(Architecture.Arm64, hasBlocks: true);
        world.Map(0, world.Pte.Dirty(world.Pages[0]), 1);
        ulong block = world.Pte.Dirty(world.Pages[0]);
        return new EntryChange(world, [(world.Pmd, block)]) { BetweenWithNoTranslation = block | PageTableEntry.NoTranslation };
    }

    private static EntryChange Block()
    {
        var world = new TranslationWorld(Architecture.Arm64, hasBlocks: true);
        world.Map(0, world.Pte.Dirty(world.Pages[0]), 1);
        world.Memory.Set(world.Pmd, world.Pte.Dirty(world.Pages[0]));
        ulong between = world.Pte.Dirty(world.Pages[0]) | PageTableEntry.NoTranslation;
        return new EntryChange(world, [(world.Pmd, world.TableEntry)]) { BetweenWithNoTranslation = between };
    }
}
