using Racewalk.Machine;
using Racewalk.Mm.Hashing;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Hashing;

/// <summary>What scenarios of Power's hash MMU have in common: user code is translated by the hash table, which hash_page fills.</summary>
internal abstract class HashScenario : TranslationScenario
{
    /// <summary>The architecture: there is one.</summary>
    protected static Axis HashArch { get; } = new("arch", ["ppc64-hash"], "the architecture: the one that walks a hash table");

    /// <summary>Whether the page is in the hash table at first.</summary>
    protected static Axis Hpte { get; } = new(
        "hpte", ["present", "absent"], "whether the page has an entry in the hash table at first; without it the store faults, and hash_page makes one");

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override bool Serves(Architecture architecture) => architecture.Flush == TlbFlush.HashTable;

    /// <summary>The steps of hash_page, and of the fault that follows if it finds nothing.</summary>
    protected static IEnumerable<Step> HashPageSteps =>
    [
        new(HashPage.FindPte, "user", "hash_page_mm", "v6.12", "arch/powerpc/mm/book3s64/hash_utils.c", false),
        new(HashPage.MarkBusy, "user", "__hash_page_4K", "v6.12", "arch/powerpc/mm/book3s64/hash_4k.c", false),
        new(HashPage.Insert, "user", "native_hpte_insert", "v6.12", "arch/powerpc/mm/book3s64/hash_native.c", false),
        new(HashPage.InsertEieio, "user", "native_hpte_insert", "v6.12", "arch/powerpc/mm/book3s64/hash_native.c", true),
        new(HashPage.InsertPtesync, "user", "native_hpte_insert", "v6.12", "arch/powerpc/mm/book3s64/hash_native.c", true),
        new(HashPage.SetHashPte, "user", "__hash_page_4K", "v6.12", "arch/powerpc/mm/book3s64/hash_4k.c", false),
        FaultStep,
    ];

    /// <summary>The steps that end a translation.</summary>
    /// <param name="actor">Who does.</param>
    protected static IEnumerable<Step> InvalidateSteps(string actor) =>
    [
        new(HashFlush.Invalidate, actor, "native_hpte_invalidate", "v6.12", "arch/powerpc/mm/book3s64/hash_native.c", true),
        .. CommonSteps.TranslatedFlush(actor, Architecture.Ppc64Hash),
    ];

    /// <summary>A page that is mapped, and in the hash table if the axis says so.</summary>
    protected static TranslationWorld WorldOf(Variant variant, int pages)
    {
        var world = new TranslationWorld(variant.Architecture, pages: pages);
        world.Map(0, world.Pte.Dirty(world.Pages[0]), 0xda7a);
        if (variant[Hpte.Name] == "present")
        {
            world.Hash(0);
        }

        return world;
    }
}
